package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.cel.CelConditions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ConversionTest {
    private static final Path EXAMPLES = Path.of("../manifests/examples");

    private static Conversion convert(String text) {
        return Conversion.of("f.yaml", text, new CelConditions());
    }

    private static String example(String name) throws IOException {
        return Files.readString(EXAMPLES.resolve(name + ".yaml"));
    }

    @Test
    void a_document_of_kubechain_is_written_in_our_form() throws IOException {
        var converted = convert(example("founding/kubechain-05-agent-my-assistant"));

        assertThat(converted.failed()).isFalse();
        assertThat(converted.yaml()).isEqualTo("""
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata:
                  name: my-assistant
                spec:
                  llmRef:
                    name: gpt-4o
                  system: |
                    You are a helpful assistant. Your job is to help the user with their tasks.
                  tools:
                  - mcpServer:
                      name: fetch
                """);
    }

    static List<Path> examples() throws IOException {
        try (var files = Files.walk(EXAMPLES, 2)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    /** Documents of Kubernetes itself are left alone; all others come out in our words. */
    @ParameterizedTest
    @MethodSource("examples")
    void what_was_converted_is_ours_and_is_not_changed_by_converting_it_again(Path file)
            throws IOException {
        var text = Files.readString(file);
        var once = convert(text);
        var twice = convert(once.yaml());

        assertThat(once.failed()).isFalse();
        assertThat(once.problems())
                .allMatch(p -> !p.path().isEmpty() || p.message().contains("read, not used"));
        assertThat(twice.yaml()).isEqualTo(once.yaml());
        assertThat(twice.problems()).noneMatch(p -> p.message().contains("has no meaning here"));
        if (text.matches("(?s).*apiVersion: (kagent|[a-z]+\\.humanlayer)\\.dev/.*")) {
            assertThat(once.yaml()).contains("apiVersion: countersign.dev/v1alpha1");
        }
    }

    @Test
    void text_that_looks_like_something_else_stays_text() {
        var converted = convert("""
                apiVersion: countersign.dev/v1alpha1
                kind: LLM
                metadata: { name: x }
                spec: { provider: openai, model: "true", parameters: { a: "5", b: 5, c: 'x: y' } }
                """);

        assertThat(converted.yaml()).contains("model: \"true\"", "a: \"5\"", "b: 5", "\"x: y\"");
    }

    @Test
    void a_broken_document_fails_and_the_others_are_written() {
        var converted = convert(Folder.LLM + "---\na: [\n");

        assertThat(converted.failed()).isTrue();
        assertThat(converted.yaml()).contains("kind: LLM");
    }
}
