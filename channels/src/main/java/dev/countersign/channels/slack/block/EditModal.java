package dev.countersign.channels.slack.block;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Field;
import dev.countersign.channels.Choice;
import dev.countersign.channels.slack.block.Filled.Reading;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The modal in which the arguments of a call are changed, and the form for missing ones. */
public final class EditModal {
    private static final String REASON = "reason";

    private EditModal() {}

    public static JsonObject edit(Card card, String memo) {
        var blocks = new ArrayList<JsonObject>();
        blocks.add(Kit.section(Kit.plain(
                "What you change becomes a new version of this question; votes start again.")));
        var arguments = Fields.arguments(card);
        var fields = Fields.of(card);
        for (int i = 0; i < Math.min(fields.size(), Fields.MOST); i++) {
            var now = shown(arguments.get(fields.get(i).name()));
            blocks.add(
                    now.length() > Fields.MOST_VALUE
                            ? tooLong(fields.get(i))
                            : Fields.render(i, loose(fields.get(i)), Optional.of(now)));
        }
        if (fields.size() > Fields.MOST) {
            blocks.add(Kit.context(Kit.plain((fields.size() - Fields.MOST)
                    + " more arguments cannot be edited in Slack; they stay as they are.")));
        }
        blocks.add(Kit.optional(Modals.text(REASON, "Why", 1000)));
        return Kit.submitting(Kit.modal("edit", "Edit arguments", memo, blocks), "Approve changed");
    }

    /** An argument that is not there yet may stay away, whatever the schema says; it is checked. */
    private static Field loose(Field field) {
        return new Field(field.name(), field.type(), field.description(), false, field.options());
    }

    private static JsonObject tooLong(Field field) {
        return Kit.context(Kit.plain(Wording.shortened(field.name(), 100)
                + " is too long to be edited in Slack; it stays as it is."));
    }

    private static String shown(JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return "";
        }
        return value.isJsonPrimitive()
                ? value.getAsString()
                : new GsonBuilder().setPrettyPrinting().create().toJson(value);
    }

    /** The whole arguments with what was changed; values keep their types. */
    public static Reading readEdit(Card card, Filled filled) {
        var arguments = Fields.arguments(card).deepCopy();
        var fields = Fields.of(card);
        var errors = new HashMap<String, String>();
        for (int i = 0; i < Math.min(fields.size(), Fields.MOST); i++) {
            var field = fields.get(i);
            var before = shown(arguments.get(field.name()));
            var after = Fields.value(filled, i, field).orElse("");
            if (!before.equals(after) && editable(field, before, after)) {
                put(arguments, field, after, i, errors);
            }
        }
        if (errors.isEmpty() && arguments.equals(Fields.arguments(card))) {
            errors.put(
                    fields.isEmpty() ? REASON : Fields.input(0),
                    "Nothing is changed. Use Approve or Reject, or change a value.");
        }
        return errors.isEmpty()
                ? new Reading.Fine(new Choice.Edit(arguments.toString(), filled.first(REASON)))
                : new Reading.Wrong(errors);
    }

    /** What no input could show was not emptied by leaving it alone. */
    private static boolean editable(Field field, String before, String after) {
        var unshown = !Fields.options(field).isEmpty() && !Fields.options(field).contains(before);
        return before.length() <= Fields.MOST_VALUE && !(unshown && after.isEmpty());
    }

    private static void put(
            JsonObject into, Field field, String value, int index, Map<String, String> errors) {
        if (value.isEmpty()) {
            into.remove(field.name());
            return;
        }
        try {
            var read = Fields.read(field, value);
            into.add(field.name(), read.isJsonNull() ? JsonNull.INSTANCE : read);
        } catch (Fields.NotOfType wrong) {
            errors.put(Fields.input(index), wrong.getMessage());
        }
    }

    public static JsonObject form(Card card, String memo) {
        var blocks = new ArrayList<JsonObject>();
        blocks.add(Kit.section(Kit.plain(Wording.shortened(card.title(), 1000))));
        List<Field> fields = card.fields();
        for (int i = 0; i < Math.min(fields.size(), Fields.MOST); i++) {
            blocks.add(Fields.render(i, fields.get(i), Optional.empty()));
        }
        if (fields.size() > Fields.MOST) {
            blocks.add(Kit.context(Kit.plain((fields.size() - Fields.MOST)
                    + " more values do not fit here; fill all of them in in the console.")));
        }
        return Kit.submitting(Kit.modal("form", "Fill in", memo, blocks), "Send");
    }

    public static Reading readForm(Card card, Filled filled) {
        var values = new HashMap<String, String>();
        var errors = new HashMap<String, String>();
        for (int i = 0; i < Math.min(card.fields().size(), Fields.MOST); i++) {
            var field = card.fields().get(i);
            var value = Fields.value(filled, i, field);
            if (value.isPresent()) {
                check(field, value.get(), i, errors);
                values.put(field.name(), value.get());
            } else if (field.required()) {
                errors.put(Fields.input(i), "This value is needed.");
            }
        }
        return errors.isEmpty()
                ? new Reading.Fine(new Choice.Fill(values))
                : new Reading.Wrong(errors);
    }

    private static void check(Field field, String value, int index, Map<String, String> errors) {
        try {
            Fields.read(field, value);
        } catch (Fields.NotOfType wrong) {
            errors.put(Fields.input(index), wrong.getMessage());
        }
    }
}
