package dev.countersign.agent.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.catalog.McpServerSpec.Transport;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The servers that others have written, from the npm registry, as people run them. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RealMcpServersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pace FAST =
            new Pace(Duration.ofMinutes(5), LIMIT, Duration.ofMillis(200), Duration.ofSeconds(1));

    @TempDir
    static Path packages;

    @TempDir
    Path files;

    private final McpServers servers = new McpServers(ref -> "", FAST);

    @BeforeAll
    static void install() throws IOException {
        NpmPackages.install(
                packages,
                "@modelcontextprotocol/server-everything@2026.8.31",
                "@modelcontextprotocol/server-filesystem@2026.8.31");
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private static String program(String name) {
        return packages.resolve("node_modules/@modelcontextprotocol/" + name + "/dist/index.js")
                .toString();
    }

    private void adopt(String name, Transport transport) {
        servers.adopt(List.of(new McpServerSpec(
                name,
                transport,
                List.of(),
                false,
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(10))));
        servers.settle(LIMIT);
    }

    private Tool tool(String name) {
        return servers.tools("x").stream()
                .filter(tool -> tool.spec().name().equals("x__" + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + ": " + servers.status("x")));
    }

    private ToolOutcome call(String name, String arguments) {
        var requester = new Invocation.Requester("ana", Set.of(), Set.of());
        return tool(name).call(new Invocation(arguments, requester, "k", 1, ""));
    }

    private static Transport everything(String... args) {
        var all = new java.util.ArrayList<>(List.of(program("server-everything")));
        all.addAll(List.of(args));
        return new Transport.Stdio("node", all, Map.of());
    }

    @Test
    void everything_over_stdio_is_listed_called_killed_and_restarted() {
        adopt("x", everything("stdio"));

        assertThat(servers.status("x").orElseThrow().words())
                .startsWith("Connected successfully with ");
        assertThat(call("echo", "{\"message\":\"h\u00e9\"}"))
                .isEqualTo(new ToolOutcome.Success("Echo: h\u00e9"));
        assertThat(call("get-sum", "{\"a\":2,\"b\":3}").toString()).contains("5");
        assertThat(call("get-sum", "{\"a\":\"x\"}")).isInstanceOf(ToolOutcome.Failure.class);
        assertThat(call("get-tiny-image", "{}").toString()).contains("(image, image/png");

        var middle = CompletableFuture.supplyAsync(
                () -> call("trigger-long-running-operation", "{\"duration\":60,\"steps\":2}"));
        await().pollDelay(Duration.ofMillis(500)).atMost(LIMIT).until(() -> killed("everything"));
        assertThat(middle.join()).isInstanceOf(ToolOutcome.Unknown.class);
        await().atMost(LIMIT).until(() -> call("echo", "{\"message\":\"again\"}")
                .equals(new ToolOutcome.Success("Echo: again")));
    }

    /** Kills our child of this name; true where there was one. */
    private static boolean killed(String name) {
        var children = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(name))
                .toList();
        children.forEach(ProcessHandle::destroyForcibly);
        return !children.isEmpty();
    }

    @Test
    void everything_over_http_is_listed_called_killed_and_found_again() throws Exception {
        int port = freePort();
        var server = http(port);
        try {
            var address = "http://127.0.0.1:" + port + "/mcp";
            servers.adopt(List.of());
            adopt("x", new Transport.Http(address, Map.of()));
            await().atMost(LIMIT).until(() -> servers.status("x").orElseThrow().connected());
            assertThat(call("echo", "{\"message\":\"hi\"}"))
                    .isEqualTo(new ToolOutcome.Success("Echo: hi"));
            server.destroyForcibly().waitFor();
            assertThat(call("echo", "{\"message\":\"hi\"}"))
                    .isInstanceOf(ToolOutcome.Failure.class);
            server = http(port);
            await().atMost(LIMIT).until(() -> call("echo", "{\"message\":\"back\"}")
                    .equals(new ToolOutcome.Success("Echo: back")));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void files_are_written_and_read_below_their_folder_only() throws IOException {
        adopt(
                "x",
                new Transport.Stdio(
                        "node",
                        List.of(program("server-filesystem"), files.toRealPath().toString()),
                        Map.of()));
        var path = files.toRealPath().resolve("note.txt");

        assertThat(tool("write_file").spec().toolClass()).isEqualTo(ToolClass.DESTRUCTIVE);
        assertThat(tool("read_text_file").spec().toolClass()).isEqualTo(ToolClass.UNKNOWN);
        var written = call("write_file", "{\"path\":\"" + path + "\",\"content\":\"hello\"}");
        assertThat(written).isInstanceOf(ToolOutcome.Success.class);
        assertThat(Files.readString(path)).isEqualTo("hello");
        assertThat(call("read_text_file", "{\"path\":\"/etc/passwd\"}"))
                .isInstanceOf(ToolOutcome.Failure.class);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process http(int port) throws IOException {
        var builder = new ProcessBuilder("node", program("server-everything"), "streamableHttp");
        builder.environment().put("PORT", String.valueOf(port));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
