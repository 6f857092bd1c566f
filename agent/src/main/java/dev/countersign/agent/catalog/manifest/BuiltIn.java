package dev.countersign.agent.catalog.manifest;

import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Problem.Severity;
import dev.countersign.agent.catalog.manifest.yaml.Document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The documents that are part of the program. */
final class BuiltIn {
    /** Where a built-in document says it comes from. */
    static final String NAME = "built-in defaults";

    /** What an agent of kagent uses that names no model; kagent's own installation brings it. */
    static final String KAGENT_MODEL = "default-model-config";

    private BuiltIn() {}

    /** What is used where no manifests are configured. */
    static Document.File defaults() {
        return read("defaults.yaml");
    }

    /** The model that kagent would have installed. */
    static Document.File kagent() {
        return read("kagent.yaml");
    }

    static List<Problem> saying() {
        return List.of(new Problem(
                Severity.WARNING,
                NAME,
                1,
                "LLM " + KAGENT_MODEL,
                "",
                "No document has this name, so agents that use it run on the built-in command"
                        + " model. Apply an LLM or a ModelConfig of this name for another."));
    }

    private static Document.File read(String resource) {
        try (var in = BuiltIn.class.getResourceAsStream(resource)) {
            return Document.read(NAME, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the built-in documents are part of the program", e);
        }
    }
}
