package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.asking.Policies;
import dev.countersign.agent.catalog.McpServerSpec.Transport;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.Setting;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Authentication;
import dev.countersign.agent.catalog.ToolDefinition.Body;
import dev.countersign.agent.catalog.ToolDefinition.Type;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Servers of tools and tools of their own, in our words and in those of others. */
class ToolManifestsTest {
    private static final String OURS = "countersign.dev/v1alpha1";
    private static final String KUBECHAIN = "kubechain.humanlayer.dev/v1alpha1";

    @TempDir
    Path temp;

    private Folder folder;

    @BeforeEach
    void open() throws IOException {
        folder = new Folder(temp);
    }

    private static String document(String version, String kind, String name, String spec) {
        return "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: { name: " + name
                + " }\nspec:\n" + spec.indent(2);
    }

    private Snapshot snapshot(String... documents) throws IOException {
        folder.with("a.yaml", documents);
        try (var catalog = folder.catalog()) {
            return catalog.now();
        }
    }

    private List<String> told(Snapshot now) {
        return now.problems().stream().map(folder::told).toList();
    }

    @Test
    void a_server_that_is_a_child_process_is_read() throws IOException {
        var now = snapshot(document(OURS, "MCPServer", "files", """
                transport: stdio
                command: npx
                args: [-y, server-filesystem, /data]
                env:
                  - { name: LEVEL, value: debug }
                  - { name: TOKEN, valueFrom: { env: FILES_TOKEN } }
                tools: [files__read_file, "list_*"]
                requireApproval: [read_file]
                trusted: true
                timeout: 5s
                """));

        assertThat(now.problems()).isEmpty();
        var server = now.mcpServers().get("files");
        assertThat(server.transport()).isInstanceOfSatisfying(Transport.Stdio.class, stdio -> {
            assertThat(stdio.args()).containsExactly("-y", "server-filesystem", "/data");
            assertThat(stdio.environment())
                    .containsEntry("LEVEL", new Setting.Text("debug"))
                    .containsEntry(
                            "TOKEN", new Setting.Secret("", new SecretRef.Env("FILES_TOKEN")));
        });
        assertThat(server.tools()).containsExactly("read_file", "list_*");
        assertThat(server.gated()).containsExactly("read_file");
        assertThat(server.trusted()).isTrue();
        assertThat(server.timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_server_at_an_address_is_read_with_its_headers() throws IOException {
        var now = snapshot(document(OURS, "MCPServer", "web", """
                url: https://mcp.example.com/mcp
                headers:
                  Authorization: { prefix: "Bearer ", valueFrom: { file: token.txt } }
                  X-Team: ops
                """));

        assertThat(now.problems()).isEmpty();
        assertThat(now.mcpServers().get("web").transport())
                .isInstanceOfSatisfying(Transport.Http.class, http -> assertThat(http.headers())
                        .containsEntry("X-Team", new Setting.Text("ops"))
                        .containsEntry(
                                "Authorization",
                                new Setting.Secret("Bearer ", new SecretRef.File("token.txt"))));
    }

    @Test
    void a_server_that_cannot_be_reached_as_written_says_what_is_wrong() throws IOException {
        var now = snapshot(
                document(OURS, "MCPServer", "a", "transport: sse\nurl: http://x/mcp"),
                document(OURS, "MCPServer", "b", "url: http://user:secret@x/mcp"),
                document(OURS, "MCPServer", "c", "transport: stdio"));

        assertThat(now.mcpServers()).isEmpty();
        assertThat(told(now))
                .anySatisfy(p -> assertThat(p).contains("spec.transport: \"sse\" is not one of"))
                .anySatisfy(p -> assertThat(p)
                        .contains("spec.url: This is no http or https address")
                        .doesNotContain("secret@"))
                .anySatisfy(p -> assertThat(p).contains("spec.command: command is missing."));
    }

    @Test
    void every_tool_of_a_kubechain_server_with_an_approval_channel_asks_over_it()
            throws IOException {
        var now = snapshot(
                Folder.LLM,
                document(KUBECHAIN, "MCPServer", "fetch", """
                        transport: stdio
                        command: uvx
                        args: [mcp-server-fetch]
                        approvalContactChannel: { name: mail }
                        resources: {}
                        """),
                document(KUBECHAIN, "Agent", "web", """
                        llmRef: { name: commands }
                        system: s
                        mcpServers: [ { name: fetch } ]
                        """),
                document(KUBECHAIN, "ContactChannel", "mail", """
                        type: email
                        email: { address: lead@example.com }
                        """));

        assertThat(told(now))
                .containsExactly("a.yaml:14 MCPServer fetch, spec.resources: spec.resources has no"
                        + " meaning here and is left out.");
        var tool = new ToolSpec("fetch__get", "", "{}", ToolClass.READ, Repeat.SAFE, "mcp");
        var facts = new Facts(tool, "{}", List.of(), "web", "ana", "web");
        var verdict = Policies.verdict(now, now.agents().get("web"), facts);
        assertThat(verdict.decision()).isEqualTo(Decision.ASK);
        assertThat(verdict.terms().channels()).containsExactly("mail");
    }

    @Test
    void the_servers_of_kagent_are_found_at_their_address_or_run_beside_us() throws IOException {
        var now = snapshot(
                document("kagent.dev/v1alpha2", "RemoteMCPServer", "remote", """
                        description: d
                        protocol: STREAMABLE_HTTP
                        url: http://tools.kagent:8084/mcp
                        timeout: 30s
                        headersFrom:
                          - name: Authorization
                            valueFrom: { type: Secret, name: tools, key: token }
                        terminateOnClose: true
                        """),
                document("kagent.dev/v1alpha1", "MCPServer", "local", """
                        transportType: stdio
                        deployment: { image: node, cmd: npx, args: [x], env: { A: b } }
                        """));

        assertThat(told(now))
                .containsExactlyInAnyOrder(
                        "a.yaml:12 RemoteMCPServer remote,"
                                + " spec.terminateOnClose: spec.terminateOnClose"
                                + " has no meaning here and is left out.",
                        "a.yaml:19 MCPServer local, spec.deployment.image: No pod is made; the"
                                + " command is run beside us and must be here.");
        assertThat(now.mcpServers().get("remote").transport())
                .isInstanceOfSatisfying(Transport.Http.class, http -> assertThat(http.headers())
                        .containsValue(new Setting.Secret(
                                "", new SecretRef.Kubernetes("tools", "token"))));
        assertThat(now.mcpServers().get("local").transport())
                .isInstanceOfSatisfying(Transport.Stdio.class, stdio -> {
                    assertThat(stdio.command()).isEqualTo("npx");
                    assertThat(stdio.environment()).containsEntry("A", new Setting.Text("b"));
                });
    }

    @Test
    void a_tool_of_the_management_guide_is_read_with_all_that_its_arguments_may_hold()
            throws IOException {
        var sources = new Sources(
                List.of(Path.of(
                        "../manifests/examples/founding/management-03-tool-search-knowledge-base"
                                + ".yaml")),
                java.util.Optional.empty(),
                Folder.BUILTINS);
        try (var catalog =
                new FileCatalog(sources, new dev.countersign.agent.gate.cel.CelConditions())) {
            var ticket = catalog.now().tools().get("create-ticket");
            assertThat(ticket.title()).isEqualTo("Create Ticket");
            assertThat(ticket.description()).contains("ticket_id, status, created_at");
            assertThat(ticket.body()).isInstanceOfSatisfying(Body.Api.class, api -> {
                assertThat(api.method()).isEqualTo("POST");
                assertThat(api.retries()).isEqualTo(3);
                assertThat(api.authentication())
                        .contains(new Authentication.Bearer(
                                new SecretRef.Kubernetes("ticketing-api-token", "token")));
            });
            var title = ticket.parameters().getFirst();
            assertThat(title.type()).isEqualTo(Type.STRING);
            assertThat(title.maxLength()).hasValue(200);
            assertThat(catalog.now().tools().get("search-knowledge-base").body())
                    .isEqualTo(new Body.Retrieval(
                            "search-knowledge-base", 5, 0.1, ToolDefinition.Likeness.HASHED));
            assertThat(catalog.now().problems())
                    .hasSize(2)
                    .anySatisfy(p -> assertThat(p.toString())
                            .contains("spec.retrieval.vectorStore.type: The store milvus is not"))
                    .anySatisfy(p -> assertThat(p.toString())
                            .contains("spec.retrieval.embedding.provider: The embedded likeness"));
        }
    }

    @Test
    void a_tool_that_would_let_an_argument_choose_its_host_is_not_loaded() throws IOException {
        var now = snapshot(document(OURS, "Tool", "t", """
                type: api
                description: d
                api: { endpoint: "https://{host}/x" }
                """));

        assertThat(now.tools()).isEmpty();
        assertThat(told(now))
                .singleElement()
                .asString()
                .contains("spec.api.endpoint", "fixed host");
    }

    @Test
    void code_is_refused_with_a_clear_word() throws IOException {
        var now =
                snapshot(document(OURS, "Tool", "t", "type: code\ndescription: d\ncode: { x: y }"));

        assertThat(told(now)).singleElement().asString().contains("Code is not run here");
    }
}
