package dev.countersign.agent.catalog;

import java.util.List;

/** What became of documents that somebody applied. */
public record Applied(List<String> documents, List<Problem> problems, List<Conflict> conflicts) {
    public Applied {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
        conflicts = List.copyOf(conflicts);
    }

    /** A document that stands in a file already. */
    public record Conflict(String document, String file) {}
}
