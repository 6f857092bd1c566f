package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.cel.CelConditions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Every example is in force without a word of complaint. */
class ExamplesTest {
    @Test
    void the_examples_are_read_without_problems() throws IOException {
        var examples = List.of(
                        "hitl-agent.yaml",
                        "people.yaml",
                        "two-approvers.yaml",
                        "approve-by-mail.yaml",
                        "team.yaml",
                        "knowledge.yaml",
                        "models.yaml",
                        "tools.yaml")
                .stream()
                .map(name -> Path.of("../manifests/examples").resolve(name))
                .toList();
        var sources = new Sources(examples, Optional.empty(), Folder.BUILTINS);
        try (var catalog = new FileCatalog(sources, new CelConditions())) {
            assertThat(catalog.now().problems()).isEmpty();
            assertThat(catalog.now().agents())
                    .containsOnlyKeys(
                            "hitl-agent",
                            "by-mail",
                            "lead",
                            "cluster-reader",
                            "cluster-changer",
                            "librarian",
                            "careful",
                            "clerk");
            assertThat(catalog.now().mcpServers()).containsOnlyKeys("files", "tracker");
            assertThat(catalog.now().tools()).containsKeys("look-up-order", "ask-legal");
            assertThat(catalog.now().tasks()).containsOnlyKeys("first-look");
            assertThat(catalog.now().people()).containsOnlyKeys("dana", "li", "ana");
            assertThat(catalog.now().policies()).containsOnlyKeys("production", "by-mail");
            assertThat(catalog.now().channels())
                    .containsOnlyKeys("ops-slack", "leads-mail", "approvers-mail");
        }
    }
}
