package dev.countersign.agent.catalog.manifest.yaml;

import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Problem.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One YAML document of a file: who it says it is, its text, and its fields. */
public record Document(
        String file,
        int line,
        String apiVersion,
        String kind,
        String name,
        String text,
        Field root) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    /** What a file holds: the documents that can be told apart, and what is wrong with others. */
    public record File(List<Document> documents, List<Problem> problems, String name) {
        public File {
            documents = List.copyOf(documents);
            problems = List.copyOf(problems);
        }

        /** Whether something stands there of which nobody can say what it is. */
        public boolean broken() {
            return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
        }
    }

    /** "Agent hitl-agent" */
    public String title() {
        return (kind + " " + name).strip();
    }

    public Findings findings() {
        return new Findings(file, title());
    }

    /** Reads every document of a file; one that is broken leaves the others alone. */
    public static File read(String file, String text) {
        var documents = new ArrayList<Document>();
        var problems = new ArrayList<Problem>();
        for (Piece piece : pieces(text)) {
            try {
                var root = Tree.read(piece.text(), piece.above());
                root.flatMap(field -> document(file, piece, field, problems))
                        .ifPresent(documents::add);
            } catch (Broken broken) {
                problems.add(new Problem(
                        Severity.ERROR, file, broken.line(), "", "", broken.getMessage()));
            }
        }
        return new File(documents, problems, file);
    }

    private static Optional<Document> document(
            String file, Piece piece, Field root, List<Problem> problems) {
        if (root.value() instanceof Field.Nothing) {
            return Optional.empty();
        }
        var unnamed = new Findings(file, "");
        var section = Section.of(root, unnamed);
        var apiVersion = section.needText("apiVersion");
        var kind = section.needText("kind");
        var name = section.needSection("metadata").needText("name");
        problems.addAll(unnamed.problems());
        if (unnamed.failed()) {
            return Optional.empty();
        }
        if (!NAME.matcher(name).matches()) {
            problems.add(new Problem(
                    Severity.ERROR,
                    file,
                    root.line(),
                    "",
                    "metadata.name",
                    "\"" + Field.shortened(name) + "\" is not a name. Use small letters, digits,"
                            + " dots and hyphens."));
            return Optional.empty();
        }
        return Optional.of(
                new Document(file, root.line(), apiVersion, kind, name, piece.text(), root));
    }

    private record Piece(String text, int above) {}

    /** A line that starts with three hyphens ends a document wherever it stands, says YAML. */
    private static List<Piece> pieces(String text) {
        var pieces = new ArrayList<Piece>();
        var piece = new StringBuilder();
        int above = 0;
        int line = 0;
        for (String each : text.split("\n", -1)) {
            if (each.startsWith("---") && (each.length() == 3 || each.charAt(3) <= ' ')) {
                pieces.add(new Piece(piece.toString(), above));
                piece.setLength(0);
                above = line;
            }
            piece.append(each).append('\n');
            line++;
        }
        pieces.add(new Piece(piece.toString(), above));
        return pieces;
    }
}
