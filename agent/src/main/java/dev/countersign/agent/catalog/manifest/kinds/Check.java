package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Findings;
import dev.countersign.agent.words.Nearest;

/** Something about a document that only the other documents can tell. */
@FunctionalInterface
interface Check {
    void run(Known known, Findings findings);

    /** The document names another, which must be there. */
    static Check exists(String kind, String name, Field at) {
        return (known, findings) -> {
            if (!known.names(kind).contains(name)) {
                findings.error(at.line(), at.path(), missing(kind, name, known));
            }
        };
    }

    /** The document names another, which may come later. */
    static Check expected(String kind, String name, Field at) {
        return (known, findings) -> {
            if (!known.names(kind).contains(name)) {
                findings.warning(
                        at.line(), at.path(), missing(kind, name, known) + " It waits for it.");
            }
        };
    }

    private static String missing(String kind, String name, Known known) {
        return "There is no " + kind + " " + name + "." + Nearest.hint(name, known.names(kind));
    }
}
