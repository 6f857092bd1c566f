package dev.countersign.agent.catalog.manifest.dialect;

import dev.countersign.agent.catalog.manifest.kinds.Kinds;
import dev.countersign.agent.catalog.manifest.kinds.Piece;
import dev.countersign.agent.catalog.manifest.kinds.Reading;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.catalog.manifest.yaml.Findings;

import java.util.ArrayList;
import java.util.List;

/**
 * Documents that people have written for another system: said again in our words, with the lines
 * and paths of the original. What has no word here is a warning with its path.
 */
public interface Dialect {
    boolean speaks(Document document);

    List<Document> translate(Document document, Findings findings);

    /** A piece as it was read, marked where people look for it under the words of this dialect. */
    default Piece marked(Piece piece) {
        return piece;
    }

    /** The dialects that we know. */
    List<Dialect> ALL = List.of(new KubeChain(), new Kagent(), new KagentManagement());

    /** Reads a document in whatever language it is. */
    static List<Reading> read(Document document, Kinds kinds) {
        for (Dialect dialect : ALL) {
            if (dialect.speaks(document)) {
                return read(document, dialect, kinds);
            }
        }
        return List.of(kinds.read(document));
    }

    private static List<Reading> read(Document document, Dialect dialect, Kinds kinds) {
        var findings = document.findings();
        var translated = dialect.translate(document, findings);
        if (translated.isEmpty() || findings.failed()) {
            return List.of(Reading.unusable(document, document.kind(), findings));
        }
        var readings = new ArrayList<Reading>();
        for (Document each : translated) {
            var reading = kinds.read(each);
            var problems = new ArrayList<>(readings.isEmpty() ? findings.problems() : List.of());
            problems.addAll(reading.problems());
            readings.add(new Reading(
                    reading.document(),
                    reading.kind(),
                    reading.piece().map(dialect::marked),
                    problems,
                    reading.checks()));
        }
        return readings;
    }
}
