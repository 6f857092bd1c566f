package dev.countersign.agent.tool.kubernetes.api;

/** A call that cannot work; the message is what the model is told, and says what to do next. */
public final class ToolFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ToolFailed(String told) {
        super(told, null, false, false);
    }
}
