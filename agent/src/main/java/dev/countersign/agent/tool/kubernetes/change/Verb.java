package dev.countersign.agent.tool.kubernetes.change;

/** How an object is written. */
public enum Verb {
    APPLY("PATCH", "application/apply-patch+yaml"),
    CREATE("POST", "application/json"),
    STRATEGIC("PATCH", "application/strategic-merge-patch+json"),
    MERGE("PATCH", "application/merge-patch+json"),
    JSON_PATCH("PATCH", "application/json-patch+json"),
    DELETE("DELETE", "application/json");

    private final String method;
    private final String contentType;

    Verb(String method, String contentType) {
        this.method = method;
        this.contentType = contentType;
    }

    String method() {
        return method;
    }

    String contentType() {
        return contentType;
    }

    /** True where the body says what fields shall be, and nothing else. */
    boolean setsFields() {
        return switch (this) {
            case APPLY, CREATE, STRATEGIC, MERGE -> true;
            case JSON_PATCH, DELETE -> false;
        };
    }
}
