package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.Bench;
import dev.countersign.agent.tool.kubernetes.ClusterAccess;
import dev.countersign.agent.tool.kubernetes.ToolRows;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Choice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The process dies between Started and Done of each write; nothing is done twice in silence. */
class KilledWhileWritingTest {
    private static final ClusterAccess.Times NEVER =
            new ClusterAccess.Times(Duration.ofMillis(1), Duration.ofMillis(1));
    private static final String PAGE = "apiVersion: v1\nkind: ConfigMap\n"
            + "metadata: {name: fetched, namespace: shop}\ndata: {k: v}\n";

    private final Workplace office = new Workplace();
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(office.clock));
    private final ClusterAccess cluster =
            ClusterAccess.sandbox(URI.create(sandbox.url()), ClusterAccess.Times.USUAL);
    private final List<Tool> tools = Bench.toolsOn(cluster, office.clock);
    private final HttpServer web =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private Map<String, ToolRows.Row> rows = Map.of();
    private int before;

    KilledWhileWritingTest() throws IOException {}

    @BeforeEach
    void prepare() {
        web.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, PAGE.length());
            exchange.getResponseBody().write(PAGE.getBytes());
            exchange.close();
        });
        web.start();
        tools.forEach(office::with);
        rows = new ToolRows(pod(), "http://127.0.0.1:" + web.getAddress().getPort() + "/x")
                .byTool();
        does("k8s_apply_manifest", "manifest", PAGE.replace("fetched", "doomed"));
        String[] config = {
            "resource_type", "configmap", "resource_name", "web-config", "namespace", "shop"
        };
        does("k8s_label_resource", with(config, "labels", "a=before"));
        does("k8s_annotate_resource", with(config, "annotations", "a=before"));
        before = done();
    }

    @AfterEach
    void stop() {
        office.close();
        cluster.close();
        sandbox.close();
        web.stop(0);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private String does(String tool, String... arguments) {
        var nobody = new Invocation.Requester("ana", Set.of(), Set.of());
        var outcome = tool(tool).call(new Invocation(Bench.args(arguments), nobody, "", 1, ""));
        return ((ToolOutcome.Success) outcome).text();
    }

    private Tool tool(String name) {
        return tools.stream()
                .filter(t -> t.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String pod() {
        return does("k8s_get_resources", "resource_type", "pods", "namespace", "shop")
                .lines()
                .map(line -> line.split("\\s+")[0])
                .filter(name -> name.startsWith("checkout-"))
                .findFirst()
                .orElseThrow();
    }

    /** How often the world was changed, or a command was run in it. */
    private int done() {
        return sandbox.tally().lines().stream()
                .mapToInt(line -> line.mark().verb().equals("exec")
                        ? line.changed() + line.unchanged()
                        : line.changed())
                .sum();
    }

    static Stream<String> writes() {
        try (var nowhere = ClusterAccess.sandbox(URI.create("http://127.0.0.1:9"), NEVER)) {
            return Bench.toolsOn(nowhere, InstantSource.system()).stream()
                    .filter(tool -> tool.spec().toolClass() != ToolClass.READ)
                    .map(tool -> tool.spec().name())
                    .toList()
                    .stream();
        }
    }

    /** Asked, approved, and dead at that point; another process has taken over. */
    private String killed(String tool, Point point) {
        office.takes(
                Town.calls(Town.call(tool, Bench.args(rows.get(tool).good()))), Town.says("Done."));
        String run = office.hears("please");
        Question question = office.asks(run);
        office.diesAt(point);
        office.approves("dana", question.key());
        office.anotherTakesOver();
        return run;
    }

    private int wanted(String tool) {
        return tool.equals("k8s_check_service_connectivity") ? 0 : 1;
    }

    @ParameterizedTest
    @MethodSource("writes")
    void dead_before_the_world_was_touched(String tool) {
        String run = killed(tool, Point.BEFORE_TOOL);
        if (tool(tool).spec().repeat() == Repeat.NEVER) {
            Question lost = lost(run);
            assertThat(done() - before).isZero();
            office.chooses("ana", lost.key(), new Choice.Report(Choice.Result.AGAIN, ""));
        }
        office.rests(run);
        assertThat(done() - before).isEqualTo(wanted(tool));
        assertThat(office.results(run)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void dead_before_it_was_written_down_what_came_of_it(String tool) {
        String run = killed(tool, Point.AFTER_TOOL);
        if (tool(tool).spec().repeat() == Repeat.NEVER) {
            Question lost = lost(run);
            office.chooses("ana", lost.key(), new Choice.Report(Choice.Result.RAN, "I saw it"));
        }
        office.rests(run);
        assertThat(done() - before).isEqualTo(wanted(tool));
        assertThat(office.results(run).getFirst()).doesNotContain("not known");
    }

    private Question lost(String run) {
        Question asked = office.asks(run);
        assertThat(asked.card().kind()).isEqualTo(Kind.EXTERNAL);
        assertThat(asked.card().facts())
                .anyMatch(fact -> fact.label().equals("What is known")
                        && fact.value().contains("is running, the same as was shown")
                        && fact.value().contains("cannot be read back"));
        return asked;
    }
}
