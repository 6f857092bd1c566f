package dev.countersign.agent.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.catalog.McpServerSpec.Transport;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.Setting;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers of tools: listed, called, killed in the middle, restarted, changed, hung and flooded. */
@Timeout(60)
class McpServersTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pace FAST = new Pace(
            Duration.ofMinutes(5),
            Duration.ofSeconds(15),
            Duration.ofMillis(50),
            Duration.ofMillis(200));

    private final McpServers servers = new McpServers(McpServersTest::secret, FAST);
    private final StandInHttp http = new StandInHttp();

    private static String secret(SecretRef ref) {
        if (ref.equals(new SecretRef.Env("MISSING"))) {
            throw new IllegalStateException("MISSING is not set. Set it");
        }
        return "s3cret";
    }

    @AfterEach
    void stop() {
        servers.close();
        http.close();
    }

    private static McpServerSpec spec(String name, Transport transport, boolean trusted) {
        return new McpServerSpec(
                name,
                transport,
                List.of(),
                trusted,
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(2));
    }

    private McpServerSpec overHttp() {
        return spec("web", http.transport(Map.of()), false);
    }

    private static McpServerSpec asChild() {
        return spec("child", StandInProcess.transport(Map.of()), false);
    }

    private void adopt(McpServerSpec... specs) {
        servers.adopt(List.of(specs));
        servers.settle(LIMIT);
    }

    private Tool tool(String server, String name) {
        return servers.tools(server).stream()
                .filter(tool -> tool.spec().name().equals(server + "__" + name))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(name + " is not offered: " + servers.status(server)));
    }

    private ToolOutcome call(String server, String name, String text) {
        return tool(server, name).call(invocation("{\"text\":\"" + text + "\"}"));
    }

    private static Invocation invocation(String arguments) {
        var requester = new Invocation.Requester("ana", Set.of(), Set.of());
        return new Invocation(arguments, requester, "run/call", 1, "");
    }

    private String words(String server) {
        return servers.status(server).orElseThrow().words();
    }

    @Test
    void a_child_process_is_listed_and_called() {
        adopt(asChild());

        assertThat(words("child"))
                .isEqualTo("Connected successfully with 9 tools; left out, for their names or"
                        + " size: [not a name]");
        assertThat(call("child", "echo", "h\u00e9")).isEqualTo(success("you said h\u00e9"));
        assertThat(call("child", "fail", "")).isEqualTo(new ToolOutcome.Failure("it failed"));
        assertThat(call("child", "image", ""))
                .isEqualTo(success("(image, image/png, 3 bytes; not shown)"));
    }

    @Test
    void a_server_at_an_address_is_listed_and_called_with_its_secret() {
        var header = new Setting.Secret("Bearer ", new SecretRef.Env("TOKEN"));
        adopt(spec("web", http.transport(Map.of("Authorization", header)), false));

        assertThat(call("web", "echo", "hi")).isEqualTo(success("you said hi"));
        assertThat(http.authorizations).containsOnly("Bearer s3cret");
        assertThat(tool("web", "echo").spec().source())
                .startsWith("mcp web http://127.0.0.1:")
                .doesNotContain("s3cret");
    }

    @Test
    void the_schema_of_a_tool_is_the_servers_own_word_for_word() {
        adopt(overHttp());

        assertThat(tool("web", "write").spec().schema())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"text\":"
                        + "{\"type\":\"string\",\"oneOf\":[{\"type\":\"string\"}]}}}");
    }

    @Test
    void self_declared_readonly_hint() {
        adopt(overHttp(), spec("friend", http.transport(Map.of()), true));

        assertThat(tool("web", "echo").spec().toolClass()).isEqualTo(ToolClass.UNKNOWN);
        assertThat(tool("web", "wipe").spec().toolClass()).isEqualTo(ToolClass.DESTRUCTIVE);
        assertThat(tool("friend", "echo").spec().toolClass()).isEqualTo(ToolClass.READ);
        assertThat(tool("friend", "write").spec().toolClass()).isEqualTo(ToolClass.UNKNOWN);
    }

    @Test
    void only_the_tools_that_are_named_are_offered() {
        var all = overHttp();
        adopt(new McpServerSpec(
                "web",
                all.transport(),
                List.of("e*"),
                false,
                List.of(),
                Optional.empty(),
                all.timeout()));

        assertThat(servers.tools("web"))
                .extracting(tool -> tool.spec().name())
                .containsExactly("web__echo", "web__environment");
    }

    @Test
    void a_child_sees_its_own_environment_and_nothing_of_ours() {
        adopt(spec(
                "child", StandInProcess.transport(Map.of("GIVEN", new Setting.Text("x"))), false));

        assertThat(((ToolOutcome.Success) call("child", "environment", "")).text())
                .contains("GIVEN")
                .satisfies(text -> System.getenv().keySet().stream()
                        .filter(name ->
                                !Set.of("PATH", "HOME", "LANG", "TMPDIR").contains(name))
                        .filter(name -> name.length() > 3)
                        .forEach(name -> assertThat(text)
                                .doesNotContain("[" + name + ",")
                                .doesNotContain(", " + name + ",")));
    }

    @Test
    void mcp_down_after_approval() {
        adopt(asChild());

        assertThat(call("child", "die", ""))
                .isEqualTo(
                        new ToolOutcome.Unknown("The tool server child: the process has ended."));
    }

    @Test
    void a_dead_child_is_started_again_and_its_last_lines_are_kept() {
        adopt(asChild());
        call("child", "die", "");

        await().atMost(LIMIT)
                .until(() -> call("child", "echo", "again").equals(success("you said again")));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        servers.status("child").orElseThrow().lastLines())
                .containsExactly("stand-in: ready"));
    }

    @Test
    void mcp_tool_timeout() {
        adopt(overHttp());

        assertThat(call("web", "hang", ""))
                .isEqualTo(new ToolOutcome.Unknown("The tool server web: no answer within 2 s."));
        assertThat(http.tools.written).hasValue(1);
    }

    @Test
    void a_tool_that_changed_since_it_was_offered_does_not_run() {
        adopt(overHttp());
        var before = tool("web", "write");
        http.tools.changed = true;

        assertThat(before.call(invocation("{}"))).isInstanceOf(ToolOutcome.Moved.class);
        assertThat(http.tools.written).hasValue(0);
        assertThat(tool("web", "write").spec().schema()).contains("integer");
        assertThat(call("web", "write", "")).isEqualTo(success("written 1"));
    }

    @Test
    void mcp_restart_refreshes_tools() {
        var told = new AtomicInteger();
        servers.onChange(told::incrementAndGet);
        adopt(overHttp());
        assertThat(told).hasValue(1);
        http.tools.changed = true;
        tool("web", "write").call(invocation("{}"));

        assertThat(told).hasValue(2);
    }

    @Test
    void a_huge_answer_is_cut_and_says_so() {
        adopt(overHttp());
        var text = ((ToolOutcome.Success) call("web", "huge", "1000000")).text();

        assertThat(text).hasSize(256 * 1024).endsWith("(cut: the answer is longer than 256 KB)");
    }

    @Test
    void a_flood_ends_the_connection_and_not_us() {
        adopt(asChild());

        assertThat(call("child", "huge", "9000000")).isInstanceOf(ToolOutcome.Unknown.class);
        await().atMost(LIMIT).until(() -> call("child", "echo", "x").equals(success("you said x")));
    }

    @Test
    void a_session_that_was_forgotten_is_opened_again() {
        adopt(overHttp());
        http.session = "s2";

        assertThat(call("web", "write", "")).isInstanceOf(ToolOutcome.Failure.class);
        await().atMost(LIMIT).until(() -> call("web", "write", "").equals(success("written 1")));
    }

    @Test
    void a_server_that_is_down_takes_no_other_with_it_and_nobody_is_asked_about_it() {
        var nowhere = new Transport.Stdio("no-such-program-here", List.of(), Map.of());
        adopt(spec("down", nowhere, false), overHttp());

        assertThat(words("down"))
                .startsWith("Connection failed: no-such-program-here cannot be started");
        assertThat(call("web", "echo", "hi")).isEqualTo(success("you said hi"));
        var tool = tool("web", "echo");
        http.close();
        servers.adopt(List.of());
        await().atMost(LIMIT)
                .until(() -> tool.call(invocation("{}")) instanceof ToolOutcome.Failure);
    }

    @Test
    void a_preview_says_which_server_and_fails_where_it_is_gone() {
        adopt(overHttp());
        var tool = (Previewing) tool("web", "echo");

        assertThat(tool.preview(invocation("{}")))
                .isInstanceOfSatisfying(Preview.Shows.class, shows -> {
                    assertThat(shows.title()).isEqualTo("Run echo on web");
                    assertThat(shows.facts().getLast().value()).startsWith("mcp web http://");
                });
    }

    @Test
    void a_secret_that_is_missing_is_said_by_its_name() {
        var header = new Setting.Secret("", new SecretRef.Env("MISSING"));
        adopt(spec("web", http.transport(Map.of("Authorization", header)), false));

        assertThat(words("web")).isEqualTo("Connection failed: MISSING is not set. Set it");
        assertThat(http.authorizations).isEmpty();
    }

    private static ToolOutcome success(String text) {
        return new ToolOutcome.Success(text);
    }
}
