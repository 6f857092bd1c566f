package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.catalog.manifest.yaml.Findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A document as it was read: what it adds, what was found wrong in it alone, and what is left to
 * check against the others. {@code kind} is our word for it, also where a dialect has another.
 */
public record Reading(
        Document document,
        String kind,
        Optional<Piece> piece,
        List<Problem> problems,
        List<Check> checks) {
    public Reading {
        problems = List.copyOf(problems);
        checks = List.copyOf(checks);
    }

    /** Under which name and kind it stands in the catalog. */
    public record Key(String kind, String name) {
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    public Key key() {
        return new Key(kind, document.name());
    }

    /** Everything that is wrong with it beside these others. */
    public List<Problem> problems(Known known) {
        var findings = document.findings();
        checks.forEach(check -> check.run(known, findings));
        var all = new ArrayList<>(problems);
        all.addAll(findings.problems());
        return all;
    }

    /** A document from which nothing can be used, and why. */
    public static Reading unusable(Document document, String kind, Findings findings) {
        return new Reading(document, kind, Optional.empty(), findings.problems(), List.of());
    }
}
