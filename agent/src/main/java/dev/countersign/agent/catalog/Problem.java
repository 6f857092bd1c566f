package dev.countersign.agent.catalog;

/** Something wrong in a document; a warning leaves the document in force, an error does not. */
public record Problem(
        Severity severity, String file, int line, String document, String path, String message) {

    public enum Severity {
        WARNING,
        ERROR
    }

    @Override
    public String toString() {
        var where = document.isEmpty() ? "" : " " + document;
        var field = path.isEmpty() ? "" : ", " + path;
        return file + ":" + line + where + field + ": " + message;
    }
}
