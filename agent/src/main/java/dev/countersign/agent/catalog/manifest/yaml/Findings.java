package dev.countersign.agent.catalog.manifest.yaml;

import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Problem.Severity;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong in one document, while it is read. */
public final class Findings {
    private final String file;
    private final String document;
    private final List<Problem> problems = new ArrayList<>();

    public Findings(String file, String document) {
        this.file = file;
        this.document = document;
    }

    public void error(int line, String path, String message) {
        problems.add(new Problem(Severity.ERROR, file, line, document, path, message));
    }

    public void warning(int line, String path, String message) {
        problems.add(new Problem(Severity.WARNING, file, line, document, path, message));
    }

    void error(Field at, String message) {
        error(at.line(), at.path(), message);
    }

    public boolean failed() {
        return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }
}
