package dev.countersign.agent.catalog.manifest.dialect;

import dev.countersign.agent.catalog.manifest.kinds.Kinds;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A block of our own keys in the making, whose fields stay where the original has them. */
final class Form {
    private final Field at;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private Form(Field at) {
        this.at = at;
    }

    static Form at(Section section) {
        return new Form(section.at());
    }

    static Form at(Field field) {
        return new Form(field);
    }

    /** Everything that stands in a block, as it stands there. */
    static Form all(Section section) {
        var form = new Form(section.at());
        section.keys().forEach(key -> form.put(key, section.field(key)));
        return form;
    }

    /** These keys of a block, as they stand there; the others are left to be told. */
    static Form only(Section section, List<String> keys) {
        var form = new Form(section.at());
        keys.forEach(key -> form.put(key, section.field(key)));
        return form;
    }

    /** The spec of a document that is only kept, as it stands there; empty where it has none. */
    static Form kept(Section root) {
        return root.section("spec").map(Form::all).orElseGet(() -> Form.at(root));
    }

    Form put(String key, Optional<Field> field) {
        field.ifPresent(f -> fields.put(key, f));
        return this;
    }

    Form put(String key, Field field) {
        return put(key, Optional.of(field));
    }

    Form text(String key, String text) {
        return put(key, text(at, text));
    }

    Form list(String key, List<Field> items) {
        if (!items.isEmpty()) {
            put(
                    key,
                    new Field(
                            items.getFirst().path(),
                            items.getFirst().line(),
                            new Field.Items(items)));
        }
        return this;
    }

    /** {@code key: {name: ...}}, as our references are written. */
    Form reference(String key, Field name) {
        return put(key, Form.at(name).put("name", name).field());
    }

    static Field text(Field at, String text) {
        return new Field(at.path(), at.line(), new Field.Text(text, true));
    }

    Field field() {
        return new Field(at.path(), at.line(), new Field.Block(fields));
    }

    /** This block as the spec of a document of ours, in the place of the original. */
    Document document(Document original, String kind, String name) {
        var root = Form.at(original.root())
                .text("apiVersion", Kinds.API_VERSION)
                .text("kind", kind)
                .put("spec", field())
                .field();
        return new Document(
                original.file(),
                original.line(),
                Kinds.API_VERSION,
                kind,
                name,
                original.text(),
                root);
    }

    /** Tells of every key of the original that has no word here. */
    static void unmapped(Section section) {
        section.leftOver()
                .forEach(key -> section.warning(
                        key, section.path(key) + " has no meaning here and is left out."));
    }
}
