package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.AgentSpec.Source;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.gate.cel.CelConditions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class FileCatalogTest {
    @TempDir
    Path temp;

    Folder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new Folder(temp);
    }

    @Test
    void an_agent_is_read_with_its_tools_and_gates() throws IOException {
        try (var catalog = folder.with("a.yaml", Folder.LLM, Folder.AGENT).catalog()) {
            var agent = catalog.now().agents().get("hitl-agent");

            assertThat(catalog.now().problems()).isEmpty();
            assertThat(agent.model()).isEqualTo("commands");
            assertThat(agent.askUser()).isTrue();
            assertThat(agent.tools())
                    .containsExactly(new ToolRef(
                            Source.BUILTIN,
                            "kubernetes",
                            List.of("k8s_get_resources", "k8s_delete_resource"),
                            List.of("k8s_delete_resource")));
        }
    }

    @Test
    void without_manifests_the_built_in_documents_are_in_force() throws IOException {
        var sources = new Sources(List.of(), Optional.empty(), Folder.BUILTINS);
        try (var catalog = new FileCatalog(sources, new CelConditions())) {
            assertThat(catalog.now().problems()).isEmpty();
            assertThat(catalog.now().models().get("commands").provider()).isEqualTo("commands");
            assertThat(catalog.now()
                            .agents()
                            .get("hitl-agent")
                            .tools()
                            .getFirst()
                            .requireApproval())
                    .containsExactly(
                            "k8s_apply_manifest",
                            "k8s_delete_resource",
                            "k8s_patch_resource",
                            "k8s_scale");
            assertThat(catalog.now().people().get("local").groups()).containsExactly("approvers");
        }
    }

    @Test
    void a_broken_document_leaves_the_others_of_its_file_in_force() throws IOException {
        folder.with("a.yaml", Folder.LLM, "a: [\n", Folder.AGENT);
        try (var catalog = folder.catalog()) {
            assertThat(catalog.now().agents()).containsKey("hitl-agent");
            assertThat(folder.errors(catalog))
                    .singleElement()
                    .asString()
                    .startsWith("a.yaml:")
                    .contains("This is not YAML");
        }
    }

    @Test
    void a_document_that_breaks_later_keeps_its_last_good_version_and_says_so() throws IOException {
        folder.with("a.yaml", Folder.LLM).with("b.yaml", Folder.AGENT);
        try (var catalog = folder.catalog()) {
            var good = catalog.now().agents().get("hitl-agent");
            folder.with("b.yaml", Folder.AGENT.replace("- k8s_delete_resource", "- k8s_delete"));
            catalog.refresh();

            assertThat(catalog.now().agents()).containsEntry("hitl-agent", good);
            assertThat(folder.errors(catalog))
                    .containsExactly("b.yaml:11 Agent hitl-agent,"
                            + " spec.tools[0].requireApproval[0]: \"k8s_delete\" is not in "
                            + "names. Add it"
                            + " there or remove it here. The version that was loaded before "
                            + "stays in"
                            + " force.");

            folder.with("b.yaml", Folder.AGENT);
            catalog.refresh();
            assertThat(catalog.now().problems()).isEmpty();
        }
    }

    @Test
    void a_file_that_is_no_longer_yaml_keeps_what_it_held() throws IOException {
        folder.with("a.yaml", Folder.LLM).with("b.yaml", Folder.AGENT);
        try (var catalog = folder.catalog()) {
            folder.with("b.yaml", Folder.AGENT.replace("metadata:", "metadata"));
            catalog.refresh();

            assertThat(catalog.now().agents()).containsKey("hitl-agent");
            assertThat(folder.errors(catalog)).isNotEmpty();
        }
    }

    @Test
    void a_document_that_is_taken_away_is_gone_and_an_agent_does_not_outlive_its_model()
            throws IOException {
        folder.with("a.yaml", Folder.LLM).with("b.yaml", Folder.AGENT);
        try (var catalog = folder.catalog()) {
            Files.delete(folder.root.resolve("a.yaml"));
            catalog.refresh();
            assertThat(catalog.now().models()).isEmpty();
            assertThat(catalog.now().agents()).isEmpty();
            assertThat(folder.errors(catalog))
                    .containsExactly("b.yaml:6 Agent hitl-agent,"
                            + " spec.llmRef.name: There is no LLM commands. It is not loaded; "
                            + "the other"
                            + " documents are.");

            Files.delete(folder.root.resolve("b.yaml"));
            catalog.refresh();
            assertThat(catalog.now()).isEqualTo(Snapshot.EMPTY);
        }
    }

    @Test
    void a_change_is_told_to_listeners_once_and_only_when_something_changed() throws IOException {
        var told = new ArrayList<Snapshot>();
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            catalog.onChange(told::add);
            catalog.refresh();
            folder.with("a.yaml", Folder.LLM);
            catalog.refresh();
            assertThat(told).isEmpty();

            folder.with("b.yaml", Folder.AGENT);
            catalog.refresh();
            assertThat(told).containsExactly(catalog.now());
        }
    }

    @Test
    void a_change_is_seen_without_being_asked() throws Exception {
        var told = new LinkedBlockingQueue<Snapshot>();
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog().watch()) {
            catalog.onChange(told::add);
            folder.with("b.yaml", Folder.AGENT);

            var seen = told.poll(10, TimeUnit.SECONDS);
            assertThat(seen).isNotNull();
            assertThat(seen.agents()).containsKey("hitl-agent");
        }
    }

    @Test
    void the_same_document_in_two_files_is_an_error_and_the_first_holds() throws IOException {
        folder.with("a.yaml", Folder.LLM).with("b.yml", "# note\n" + Folder.LLM);
        try (var catalog = folder.catalog()) {
            assertThat(folder.errors(catalog))
                    .containsExactly("b.yml:2 LLM commands,"
                            + " metadata.name: LLM commands stands in "
                            + folder.root
                                    .resolve("a.yaml")
                                    .toString()
                                    .replace(folder.root + "/", "")
                            + ":1 already, and that one holds.");
        }
    }

    @Test
    void a_path_that_is_not_there_is_an_error_and_no_crash() throws IOException {
        var sources = new Sources(List.of(temp.resolve("none")), Optional.empty(), Map.of());
        try (var catalog = new FileCatalog(sources, new CelConditions())) {
            assertThat(catalog.now().problems())
                    .singleElement()
                    .asString()
                    .contains("There is no such file or folder");
        }
    }

    @Test
    void hidden_files_other_endings_and_folders_in_folders_are_not_read() throws IOException {
        folder.with(".x.yaml", "broken: [").with("sub/x.yaml", "broken: [").with("x.txt", "[");
        try (var catalog = folder.catalog()) {
            assertThat(catalog.now()).isEqualTo(Snapshot.EMPTY);
        }
    }
}
