package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.AgentSpec.Source;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.gate.cel.CelConditions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documents that the product was founded on load as they stand in their guides. */
class FoundingTest {
    private static final Path FOUNDING = Path.of("../manifests/examples/founding");

    @TempDir
    Path temp;

    private FileCatalog catalog(String... files) throws IOException {
        var paths = List.of(files).stream()
                .map(name -> FOUNDING.resolve(name + ".yaml"))
                .toList();
        return new FileCatalog(
                new Sources(paths, Optional.of(temp), Folder.BUILTINS), new CelConditions());
    }

    private static List<String> told(List<Problem> problems) {
        return problems.stream()
                .map(p -> p.toString().replace(FOUNDING + "/", ""))
                .toList();
    }

    @Test
    void the_agent_of_the_tutorial_runs_on_the_built_in_tools_and_keeps_its_gates()
            throws IOException {
        try (var catalog = catalog("hitl-agent")) {
            var agent = catalog.now().agents().get("hitl-agent");
            assertThat(agent.tools())
                    .containsExactly(new ToolRef(
                            Source.BUILTIN,
                            "kubernetes",
                            List.of(
                                    "k8s_get_resources",
                                    "k8s_describe_resource",
                                    "k8s_get_pod_logs",
                                    "k8s_get_events",
                                    "k8s_get_resource_yaml",
                                    "k8s_apply_manifest",
                                    "k8s_delete_resource",
                                    "k8s_patch_resource"),
                            List.of(
                                    "k8s_apply_manifest",
                                    "k8s_delete_resource",
                                    "k8s_patch_resource")));
            assertThat(agent.system()).startsWith("You are a Kubernetes management agent.");
            assertThat(catalog.now().models().get(agent.model()).provider()).isEqualTo("commands");
            assertThat(told(catalog.now().problems()))
                    .singleElement()
                    .asString()
                    .startsWith("built-in defaults:1 LLM default-model-config: No document has");
        }
    }

    @Test
    void the_guide_to_kubechain_is_walked_from_top_to_bottom() throws IOException {
        try (var catalog = catalog()) {
            for (Path file : files("kubechain-")) {
                var applied = catalog.apply(Files.readString(file));
                assertThat(applied.documents()).as(file.toString()).hasSize(1);
            }
            assertThat(catalog.now().agents().get("agent-with-fetch").tools())
                    .containsExactly(new ToolRef(Source.MCP_SERVER, "fetch", List.of(), List.of()));
            assertThat(catalog.now().models().get("gpt-4o").provider()).isEqualTo("openai");
            assertThat(catalog.now().models().get("claude-3-5-sonnet").provider())
                    .isEqualTo("anthropic");
            assertThat(catalog.now().channels().get("approval-channel").place())
                    .isEqualTo("approver@example.com");
            assertThat(catalog.now().tasks().get("approved-fetch-task").message())
                    .startsWith("Write me a haiku");
        }
    }

    @Test
    void a_field_without_a_meaning_here_is_a_warning_with_its_path() throws IOException {
        try (var catalog =
                catalog("customer-support-agent", "management-03-tool-search-knowledge-base")) {
            var agent = catalog.now().agents().get("customer-support-agent");
            assertThat(agent.system()).startsWith("You are a friendly");
            assertThat(agent.tools()).extracting(ToolRef::source).containsOnly(Source.TOOL);
            var model = catalog.now().models().get(agent.model());
            assertThat(model.model()).contains("gpt-4-turbo");
            assertThat(model.parameters()).containsEntry("maxTokens", "4096");
            assertThat(told(catalog.now().problems()))
                    .contains(
                            "customer-support-agent.yaml:9 Agent customer-support-agent, "
                                    + "spec.displayName:"
                                    + " spec.displayName has no meaning here and is left out.",
                            "customer-support-agent.yaml:33 Agent customer-support-agent, "
                                    + "spec.memory:"
                                    + " spec.memory has no meaning here and is left out.");
        }
    }

    @Test
    void every_founding_document_is_read_without_an_error_of_its_own() throws IOException {
        var wrong = new ArrayList<String>();
        for (Path file : files("")) {
            var name = file.getFileName().toString().replace(".yaml", "");
            try (var catalog = catalog(name)) {
                catalog.now().problems().stream()
                        .filter(p -> p.severity() == Problem.Severity.ERROR)
                        .filter(p -> !p.message().startsWith("There is no "))
                        .forEach(p -> wrong.add(p.toString()));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(files("")).hasSize(23);
    }

    private static List<Path> files(String prefix) throws IOException {
        try (var files = Files.list(FOUNDING)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
