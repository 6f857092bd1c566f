package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.Applied.Conflict;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class AppliedTest {
    @TempDir
    Path temp;

    Folder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new Folder(temp);
    }

    @Test
    void what_was_applied_is_in_force_and_survives_a_restart() throws IOException {
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            var applied = catalog.apply(Folder.AGENT);

            assertThat(applied.documents()).containsExactly("Agent hitl-agent");
            assertThat(applied.problems()).isEmpty();
            assertThat(catalog.now().agents()).containsKey("hitl-agent");
        }
        try (var again = folder.catalog()) {
            assertThat(again.now().agents()).containsKey("hitl-agent");
            assertThat(again.now().problems()).isEmpty();
        }
    }

    @Test
    void an_applied_document_never_replaces_one_from_a_file() throws IOException {
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            var applied = catalog.apply(
                    Folder.LLM.replace("provider: commands", "provider: openai, model: gpt-4o")
                            + "---\n" + Folder.AGENT);

            assertThat(applied.conflicts())
                    .containsExactly(new Conflict(
                            "LLM commands", folder.root.resolve("a.yaml").toString()));
            assertThat(applied.documents()).containsExactly("Agent hitl-agent");
            assertThat(catalog.now().models().get("commands").provider()).isEqualTo("commands");
        }
    }

    @Test
    void of_two_documents_of_one_name_the_first_is_applied_and_the_other_said() throws IOException {
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            var applied = catalog.apply(Folder.AGENT + "---\n" + Folder.AGENT);

            assertThat(applied.documents()).containsExactly("Agent hitl-agent");
            assertThat(applied.problems().getFirst().message()).contains("stands here twice");
        }
    }

    @Test
    void a_bad_document_is_not_applied_and_the_one_before_stays() throws IOException {
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            catalog.apply(Folder.AGENT);
            var applied = catalog.apply("\n\n" + Folder.AGENT.replace("llmRef", "llmRaf"));

            assertThat(applied.documents()).isEmpty();
            assertThat(applied.problems())
                    .extracting(Object::toString)
                    .containsExactly(
                            "applied:7 Agent hitl-agent, spec.llmRef: llmRef is missing. Did "
                                    + "you mean"
                                    + " llmRaf?",
                            "applied:8 Agent hitl-agent, spec.llmRaf: There is no key llmRaf "
                                    + "here. Did you"
                                    + " mean llmRef?");
            assertThat(catalog.now().agents()).containsKey("hitl-agent");
            assertThat(catalog.now().problems()).isEmpty();
        }
    }

    @Test
    void a_file_that_comes_later_holds_against_what_was_applied() throws IOException {
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            catalog.apply(Folder.AGENT);
            folder.with("b.yaml", Folder.AGENT.replace("spec:", "spec:\n  askUser: false"));
            catalog.refresh();

            assertThat(catalog.now().agents().get("hitl-agent").askUser()).isFalse();
            assertThat(folder.warnings(catalog))
                    .singleElement()
                    .asString()
                    .contains("b.yaml:1 already, and that one holds");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_told_and_nothing_is_in_force() throws IOException {
        Files.writeString(folder.applied, "a file stands where the folder should be");
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            var applied = catalog.apply(Folder.AGENT);

            assertThat(applied.documents()).isEmpty();
            assertThat(applied.problems())
                    .singleElement()
                    .asString()
                    .contains("It could not be kept");
            assertThat(catalog.now().agents()).isEmpty();
        }
    }

    @Test
    void text_that_is_no_yaml_applies_nothing() throws IOException {
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            var applied = catalog.apply("{");

            assertThat(applied.documents()).isEmpty();
            assertThat(applied.problems()).hasSize(1);
        }
    }

    @Test
    void what_was_kept_and_can_no_longer_be_read_is_told_and_the_rest_loads() throws IOException {
        try (var catalog = folder.with("a.yaml", Folder.LLM).catalog()) {
            catalog.apply(Folder.AGENT);
        }
        Files.writeString(folder.applied.resolve("Person.x.yaml"), "a: [");
        try (var again = folder.catalog()) {
            assertThat(again.now().agents()).containsKey("hitl-agent");
            assertThat(folder.errors(again))
                    .singleElement()
                    .asString()
                    .startsWith("applied:")
                    .contains("This is not YAML");
        }
    }
}
