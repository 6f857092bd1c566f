package dev.countersign.agent.catalog.manifest;

import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.manifest.dialect.Dialect;
import dev.countersign.agent.catalog.manifest.kinds.Kinds;
import dev.countersign.agent.catalog.manifest.kinds.Reading;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.catalog.manifest.yaml.Writing;
import dev.countersign.agent.gate.Conditions;

import java.util.ArrayList;
import java.util.List;

/** Documents of any dialect in our own form, and what of them has no meaning here. */
public record Conversion(String yaml, List<Problem> problems) {
    public Conversion {
        problems = List.copyOf(problems);
    }

    /** Whether a document could not be converted; warnings are no failure. */
    public boolean failed() {
        return Stocktaking.failed(problems);
    }

    public static Conversion of(String file, String text, Conditions conditions) {
        var kinds = new Kinds(conditions);
        var read = Document.read(file, text);
        var problems = new ArrayList<>(read.problems());
        var written = new ArrayList<String>();
        for (Document document : read.documents()) {
            for (Reading reading : Dialect.read(document, kinds)) {
                problems.addAll(reading.problems());
                if (reading.piece().isPresent()) {
                    written.add(Writing.of(reading.document()));
                }
            }
        }
        return new Conversion(String.join("---\n", written), problems);
    }
}
