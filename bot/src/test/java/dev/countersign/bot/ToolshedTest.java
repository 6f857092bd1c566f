package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.catalog.AgentSpec.Source;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.manifest.FileCatalog;
import dev.countersign.agent.catalog.manifest.Sources;
import dev.countersign.agent.gate.Directory.Absences;
import dev.countersign.agent.gate.cel.CelConditions;
import dev.countersign.agent.tool.retrieval.RetrievalTools;
import dev.countersign.bot.models.ModelWatch;
import dev.countersign.bot.models.Models;
import dev.countersign.bot.secrets.Secrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What agents are offered beside what is built in, and what they lack. */
@Timeout(60)
class ToolshedTest {
    private static final String MANIFEST = """
            apiVersion: countersign.dev/v1alpha1
            kind: LLM
            metadata: { name: commands }
            spec: { provider: commands }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: MCPServer
            metadata: { name: down }
            spec: { transport: stdio, command: no-such-program-here }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: Tool
            metadata: { name: customer }
            spec:
              type: api
              description: Looks a customer up.
              api: { endpoint: "https://crm.example.com/{id}" }
              parameters: [ { name: id, required: true } ]
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: Tool
            metadata: { name: script }
            spec: { type: code, description: Runs code. }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: Agent
            metadata: { name: helper }
            spec:
              llmRef: { name: commands }
              tools:
                - mcpServer: { name: down }
                - tool: { name: customer }
                - tool: { name: script }
            """;

    @TempDir
    Path temp;

    @Test
    void one_dead_server() throws IOException {
        var manifest = Files.writeString(temp.resolve("a.yaml"), MANIFEST);
        var sources = new Sources(List.of(manifest), Optional.empty(), Map.of());
        try (var catalog = new FileCatalog(sources, new CelConditions());
                var shed = new Toolshed(
                        catalog,
                        Map.of(),
                        secrets(),
                        new RetrievalTools(temp, Optional::empty),
                        watch())) {
            var premises = new Premises(catalog, shed, models(), Absences.NONE);
            shed.open(premises::restock);
            var agent = catalog.now().agents().get("helper");

            assertThat(premises.tools(agent).specs())
                    .extracting(spec -> spec.name())
                    .containsExactly("customer", "ask_user", "get_user_input");
            assertThat(shed.lacks(agent)).hasSize(2);
            assertThat(shed.lacks(agent).getFirst())
                    .startsWith("Tool server down: Connection failed: no-such-program-here");
            assertThat(shed.lacks(agent).getLast())
                    .isEqualTo("Its tool script is not available here.");
            assertThat(shed.offered(
                            new ToolRef(Source.TOOL, "customer", List.of("other"), List.of())))
                    .isEmpty();
        }
    }

    @Test
    void a_secret_of_a_cluster_is_read_where_it_is_mounted_and_missed_by_its_name()
            throws IOException {
        Files.createDirectories(temp.resolve("crm"));
        Files.writeString(temp.resolve("crm/token"), "s3cret\n");
        var secrets = secrets();

        assertThat(secrets.need(new SecretRef.Kubernetes("crm", "token"))).isEqualTo("s3cret");
        assertThat(secrets.find(new SecretRef.Kubernetes("..", "passwd"))).isEmpty();
        assertThatThrownBy(() -> secrets.need(new SecretRef.Kubernetes("crm", "no-such-key")))
                .hasMessage("The secret crm/no-such-key is not set. Set it");
    }

    private Secrets secrets() {
        return new Secrets(temp, Secrets.Cluster.NONE, InstantSource.system());
    }

    private Models models() {
        return new Models(secrets(), Duration.ofSeconds(5));
    }

    private ModelWatch watch() {
        return new ModelWatch(models(), InstantSource.system());
    }
}
