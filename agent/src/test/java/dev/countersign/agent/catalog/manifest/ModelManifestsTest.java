package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.ModelSpec.Failing;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.Setting;
import dev.countersign.agent.run.Run;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a document says of a model, and what is said of it where it is wrong. */
class ModelManifestsTest {
    private static final Path EXAMPLE = Path.of("../manifests/examples/models.yaml");

    @TempDir
    private Path temp;

    private Folder folder;

    @BeforeEach
    void open() throws IOException {
        folder = new Folder(temp);
    }

    @Test
    void everything_that_can_be_said_of_a_model_is_read() throws IOException {
        try (var catalog = folder.with("a.yaml", Files.readString(EXAMPLE)).catalog()) {
            var now = catalog.now();
            var claude = now.models().get("claude");
            assertThat(claude.way().timeout()).contains(Duration.ofSeconds(120));
            assertThat(claude.way().retries()).contains(5);
            assertThat(claude.substitutes().models()).containsExactly("gpt", "local");
            assertThat(claude.substitutes().on())
                    .containsExactly(Failing.BUSY, Failing.DOWN, Failing.KEY, Failing.MISSING);
            assertThat(claude.price().orElseThrow().output()).isEqualByComparingTo("15");
            assertThat(now.models().get("azure").way().proxy())
                    .contains("http://proxy.example.com:3128");
            assertThat(now.models().get("azure").way().headers())
                    .containsEntry("X-Team", new Setting.Secret("", new SecretRef.Env("TEAM")));
            assertThat(now.agents().get("careful").budget())
                    .isEqualTo(new Run.Budget(Optional.of(400_000L), Optional.of(2_000_000L)));
        }
    }

    @Test
    void numbers_that_cannot_be_are_errors_and_parameters_nobody_uses_are_warnings()
            throws IOException {
        try (var catalog = folder.with("a.yaml", """
                apiVersion: countersign.dev/v1alpha1
                kind: LLM
                metadata: { name: gpt }
                spec:
                  provider: openai
                  model: m
                  parameters: { temperature: hot, maxTokens: 0, seed: 7 }
                  price: { input: cheap, output: 1 }
                """).catalog()) {
            assertThat(folder.errors(catalog))
                    .hasSize(3)
                    .anySatisfy(e -> assertThat(e).contains("a number from 0.0 to 2.0"))
                    .anySatisfy(e -> assertThat(e).contains("parameters.maxTokens"))
                    .anySatisfy(e -> assertThat(e).contains("a price for a million tokens"));
            assertThat(folder.warnings(catalog))
                    .anySatisfy(w -> assertThat(w).contains("parameters.seed", "not used here"));
        }
    }

    @Test
    void a_fallback_that_is_not_there_is_waited_for_and_a_model_is_not_its_own()
            throws IOException {
        try (var catalog = folder.with("a.yaml", """
                apiVersion: countersign.dev/v1alpha1
                kind: LLM
                metadata: { name: one }
                spec: { provider: openai, model: m, fallbacks: [ { name: later } ] }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: LLM
                metadata: { name: two }
                spec: { provider: openai, model: m, fallbacks: [ { name: two } ] }
                """).catalog()) {
            assertThat(folder.warnings(catalog))
                    .anySatisfy(w -> assertThat(w).contains("There is no LLM later"));
            assertThat(folder.errors(catalog))
                    .singleElement()
                    .asString()
                    .contains("A model is not its own fallback");
            assertThat(catalog.now().models()).containsOnlyKeys("one");
        }
    }
}
