package dev.countersign.agent.catalog.manifest.yaml;

/** Text that is not YAML, or more of it than we read. */
final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    Broken(int line, String message) {
        super(message);
        this.line = line;
    }

    int line() {
        return line;
    }
}
