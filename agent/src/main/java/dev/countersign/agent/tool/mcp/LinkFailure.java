package dev.countersign.agent.tool.mcp;

/** A request to a server came to no result. */
final class LinkFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** How far the request came. */
    enum Kind {
        /** It never reached the server. */
        NOT_SENT,
        /** The server refused it in words. */
        REFUSED,
        /** It was sent, and what became of it is not known. */
        NO_ANSWER
    }

    private final Kind kind;

    LinkFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
