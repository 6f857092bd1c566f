package dev.countersign.agent.catalog.manifest.yaml;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Makes fields of one YAML document; hostile text ends at a limit, never in a crash. */
final class Tree {
    static final int MAX_ALIASES = 50;
    static final int MAX_CODE_POINTS = 1_048_576;
    static final int MAX_DEPTH = 50;
    static final int MAX_FIELDS = 20_000;

    private final int above;
    private int fields;

    /** {@code above} is the number of lines before this document in its file. */
    private Tree(int above) {
        this.above = above;
    }

    /** The fields of a document, or nothing where it holds only comments. */
    static Optional<Field> read(String text, int above) throws Broken {
        if (text.length() > MAX_CODE_POINTS) {
            throw new Broken(above + 1, "The document is larger than 1 MB. Split it.");
        }
        try {
            var node = new Compose(settings()).composeString(text);
            return node.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Tree(above).field("", node.get(), node.get(), 0));
        } catch (MarkedYamlEngineException e) {
            var line =
                    e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0);
            throw new Broken(above + line + 1, "This is not YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw new Broken(above + 1, "This is not YAML: " + e.getMessage());
        } catch (StackOverflowError e) { // the library composes by recursion, and shares nothing
            throw new Broken(above + 1, "Values are nested deeper than " + MAX_DEPTH + ".");
        }
    }

    private static LoadSettings settings() {
        return LoadSettings.builder()
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_CODE_POINTS)
                .setAllowDuplicateKeys(true) // found below, with their line
                .setUseMarks(true)
                .build();
    }

    private Field field(String path, Node key, Node node, int depth) throws Broken {
        int line = above + key.getStartMark().map(Mark::getLine).orElse(0) + 1;
        if (depth > MAX_DEPTH) {
            throw new Broken(line, "Values are nested deeper than " + MAX_DEPTH + ".");
        }
        if (++fields > MAX_FIELDS) {
            throw new Broken(line, "The document has more than " + MAX_FIELDS + " values.");
        }
        return new Field(path, line, value(path, node, depth));
    }

    private Field.Value value(String path, Node node, int depth) throws Broken {
        if (node instanceof MappingNode mapping) {
            return block(path, mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            return items(path, sequence, depth);
        }
        var scalar = (ScalarNode) node;
        return Tag.NULL.equals(scalar.getTag())
                ? new Field.Nothing()
                : new Field.Text(scalar.getValue(), scalar.isPlain());
    }

    private Field.Value items(String path, SequenceNode node, int depth) throws Broken {
        var items = new ArrayList<Field>();
        for (Node item : node.getValue()) {
            items.add(field(path + "[" + items.size() + "]", item, item, depth + 1));
        }
        return new Field.Items(items);
    }

    private Field.Value block(String path, MappingNode node, int depth) throws Broken {
        var fields = new LinkedHashMap<String, Field>();
        for (var tuple : node.getValue()) {
            var name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
            var field = field(
                    path.isEmpty() ? name : path + "." + name,
                    tuple.getKeyNode(),
                    tuple.getValueNode(),
                    depth + 1);
            if (fields.putIfAbsent(name, field) != null) {
                throw new Broken(
                        field.line(), "The key " + field.path() + " stands here twice. Keep one.");
            }
        }
        return new Field.Block(fields);
    }
}
