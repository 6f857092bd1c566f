package dev.countersign.agent.catalog.manifest.yaml;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a document as YAML: what it says it is, and its spec. */
public final class Writing {
    private Writing() {}

    public static String of(Document document) {
        var top = new LinkedHashMap<String, Field>();
        top.put("apiVersion", text(document.apiVersion()));
        top.put("kind", text(document.kind()));
        top.put("metadata", block(Map.of("name", text(document.name()))));
        var findings = new Findings("", "");
        Section.of(document.root(), findings).field("spec").ifPresent(s -> top.put("spec", s));
        var settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        var yaml = new Text();
        new Dump(settings).dumpNode(node(block(top)), yaml);
        return yaml.toString();
    }

    /** What is written, in memory. */
    private static final class Text extends StringWriter implements StreamDataWriter {
        @Override
        public void flush() {
            super.flush(); // both parents have one
        }
    }

    private static Field text(String text) {
        return new Field("", 0, new Field.Text(text, true));
    }

    private static Field block(Map<String, Field> fields) {
        return new Field("", 0, new Field.Block(fields));
    }

    private static Node node(Field field) {
        return switch (field.value()) {
            case Field.Text text -> scalar(text);
            case Field.Nothing nothing -> new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN);
            case Field.Items items ->
                new SequenceNode(
                        Tag.SEQ,
                        items.items().stream().map(Writing::node).toList(),
                        FlowStyle.BLOCK);
            case Field.Block block ->
                new MappingNode(Tag.MAP, tuples(block.fields()), FlowStyle.BLOCK);
        };
    }

    private static List<NodeTuple> tuples(Map<String, Field> fields) {
        return fields.entrySet().stream()
                .map(each -> new NodeTuple(
                        scalar(new Field.Text(each.getKey(), true)), node(each.getValue())))
                .toList();
    }

    /** Plain where it was plain, so that true and 5 stay what they are; the rest is text. */
    private static Node scalar(Field.Text text) {
        if (text.plain() && text.text().matches("[A-Za-z0-9][A-Za-z0-9_./-]*")) {
            return new ScalarNode(plainTag(text.text()), text.text(), ScalarStyle.PLAIN);
        }
        var style = text.text().contains("\n") ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
        return new ScalarNode(Tag.STR, text.text(), style);
    }

    private static Tag plainTag(String text) {
        if (text.matches("true|false")) {
            return Tag.BOOL;
        }
        if (text.matches("\\d+")) {
            return Tag.INT;
        }
        return text.matches("\\d+\\.\\d+") ? Tag.FLOAT : Tag.STR;
    }
}
