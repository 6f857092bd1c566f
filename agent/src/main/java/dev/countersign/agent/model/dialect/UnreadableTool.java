package dev.countersign.agent.model.dialect;

/** A tool cannot be offered to a model, for its schema is no JSON. */
final class UnreadableTool extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableTool(String tool, Throwable cause) {
        super("The schema of tool " + tool + " is no JSON. Mend or remove the tool.", cause);
    }
}
