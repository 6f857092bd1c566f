package dev.countersign.agent.tool.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.LookUp;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tools on one API server, called as the engine calls them. */
public final class Bench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Requester ANA =
            new Requester("ana", Set.of("ana@example.com"), Set.of("oncall"));
    private static final Invocation.Trail TRAIL =
            new Invocation.Trail("r_1", "question q_k2", "9c1e0d");
    private static final ClusterAccess.Times SHORT =
            new ClusterAccess.Times(Duration.ofSeconds(2), Duration.ofSeconds(1));
    private static final ClusterAccess.Times HASTY =
            new ClusterAccess.Times(Duration.ofSeconds(2), Duration.ofMillis(150));
    private static final ClusterAccess.Times LONG =
            new ClusterAccess.Times(Duration.ofSeconds(5), Duration.ofSeconds(20));

    final ClusterAccess cluster;
    private final List<Tool> tools;
    private final Optional<Sandbox> own;

    private Bench(ClusterAccess cluster) {
        this(cluster, NOW, Optional.empty());
    }

    private Bench(ClusterAccess cluster, Instant now, Optional<Sandbox> own) {
        this.cluster = cluster;
        this.tools = toolsOn(cluster, InstantSource.fixed(now));
        this.own = own;
    }

    /** On a sandbox of its own, which ends with it. */
    static Bench onSandbox() {
        var sandbox = Sandbox.start(SandboxSettings.inMemory(InstantSource.system()));
        var cluster = ClusterAccess.sandbox(URI.create(sandbox.url()), LONG);
        return new Bench(cluster, NOW, Optional.of(sandbox));
    }

    Sandbox sandbox() {
        return own.orElseThrow();
    }

    URI server() {
        return URI.create(sandbox().url());
    }

    static Bench at(URI server, Instant now) {
        return new Bench(ClusterAccess.sandbox(server, LONG), now, Optional.empty());
    }

    /** All tools, with an author who writes at once, and pages fetched from anywhere. */
    public static List<Tool> toolsOn(ClusterAccess cluster, InstantSource clock) {
        return KubernetesTools.all(cluster, clock, Bench::writes, address -> true);
    }

    static Bench at(URI server) {
        return new Bench(ClusterAccess.sandbox(server, LONG));
    }

    static Bench impatient(URI server) {
        return new Bench(ClusterAccess.sandbox(server, SHORT));
    }

    static Bench hasty(URI server) {
        return new Bench(ClusterAccess.sandbox(server, HASTY));
    }

    private static String writes(String type, String description) {
        String yaml = "apiVersion: v1\nkind: " + type + "\n";
        return description.equals("endless") ? yaml + "# all work\n".repeat(100_000) : yaml;
    }

    List<Tool> tools() {
        return tools;
    }

    static Bench asRequester(URI server) {
        return new Bench(ClusterAccess.sandbox(server, ClusterAccess.Identity.REQUESTER, LONG));
    }

    Tool tool(String name) {
        return tools.stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The deployment of the sandbox that tests change, and what they say of it. */
    static String[] web(String... more) {
        return with(
                new String[] {
                    "resource_type", "deployment", "resource_name", "web", "namespace", "shop"
                },
                more);
    }

    static String[] with(String[] arguments, String... more) {
        return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
    }

    /** Arguments as pairs of name and value. */
    public static String args(String... pairs) {
        ObjectNode object = new ObjectMapper().createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put(pairs[i], pairs[i + 1]);
        }
        return object.toString();
    }

    ToolOutcome call(String tool, String... arguments) {
        return tool(tool).call(invocation("", arguments));
    }

    ToolOutcome callShown(String tool, String basis, String... arguments) {
        return tool(tool).call(invocation(basis, arguments));
    }

    Preview preview(String tool, String... arguments) {
        return ((Previewing) tool(tool)).preview(invocation("", arguments));
    }

    Preview.Shows shows(String tool, String... arguments) {
        return switch (preview(tool, arguments)) {
            case Preview.Shows shows -> shows;
            case Preview.Fails fails -> throw new AssertionError(fails.text());
        };
    }

    String fails(String tool, String... arguments) {
        return switch (preview(tool, arguments)) {
            case Preview.Fails fails -> fails.text();
            case Preview.Shows shows -> throw new AssertionError(shows.title());
        };
    }

    LookUp.Found lookUp(String tool, String basis, String... arguments) {
        return ((LookUp) tool(tool)).lookUp(invocation(basis, arguments));
    }

    String success(String tool, String... arguments) {
        return text(call(tool, arguments));
    }

    /** Shown, and carried out as it was shown. */
    String done(String tool, String... arguments) {
        return text(callShown(tool, shows(tool, arguments).basis(), arguments));
    }

    private static String text(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Success success -> success.text();
            case ToolOutcome other -> throw new AssertionError(other.toString());
        };
    }

    String failure(String tool, String... arguments) {
        return switch (call(tool, arguments)) {
            case ToolOutcome.Failure failure -> failure.text();
            case ToolOutcome other -> throw new AssertionError(other.toString());
        };
    }

    static Invocation invocation(String basis, String... arguments) {
        return new Invocation(args(arguments), ANA, "r_1/c_1", 1, basis, TRAIL);
    }

    @Override
    public void close() {
        cluster.close();
        own.ifPresent(Sandbox::close);
    }
}
