package dev.countersign.channels.slack.block;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Field;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Typed fields as inputs of a modal, and their values back with their types. */
final class Fields {
    static final int MOST = 80;
    static final int MOST_VALUE = 3000;
    private static final int OPTION = 75;
    private static final int MOST_DIGITS = 100;
    private static final int GROUP = 100;
    private static final int LABEL = 150;
    private static final int HINT = 400;

    private Fields() {}

    static String input(int index) {
        return "field_" + index;
    }

    /** What can be chosen, where not everything can be typed. */
    static List<String> options(Field field) {
        return field.type().equals("boolean") ? List.of("true", "false") : field.options();
    }

    static JsonObject render(int index, Field field, Optional<String> now) {
        var options = options(field);
        var element = options.isEmpty() ? text(field, now) : select(options, now);
        var label = field.name().isBlank() ? "Value" : Wording.shortened(field.name(), LABEL);
        var hint = Optional.of(field.description()).map(text -> Wording.shortened(text, HINT));
        var input = Kit.input(input(index), label, element, hint);
        return field.required() ? input : Kit.optional(input);
    }

    private static JsonObject text(Field field, Optional<String> now) {
        var json = Kit.typed("plain_text_input");
        json.addProperty("action_id", "value");
        json.addProperty("multiline", structured(field) || now.orElse("").contains("\n"));
        now.filter(value -> !value.isEmpty()).ifPresent(v -> json.addProperty("initial_value", v));
        return json;
    }

    static boolean structured(Field field) {
        return field.type().equals("object") || field.type().equals("array");
    }

    /** Options by number, so that a shortened label never changes the value that goes back. */
    static JsonObject select(List<String> options, Optional<String> now) {
        var json = Kit.typed("static_select");
        json.addProperty("action_id", "value");
        var all = new ArrayList<JsonObject>();
        for (int i = 0; i < options.size(); i++) {
            all.add(option(options.get(i), i));
        }
        group(json, all);
        now.map(options::indexOf)
                .filter(index -> index >= 0)
                .ifPresent(index -> json.add("initial_option", all.get(index)));
        return json;
    }

    static JsonObject option(String text, int index) {
        var json = new JsonObject();
        var shown = text.isBlank() ? "(blank)" : Wording.shortened(text, OPTION);
        json.add("text", Kit.plain(shown));
        json.addProperty("value", String.valueOf(index));
        return json;
    }

    /** More than a hundred options are shown in groups of a hundred. */
    static void group(JsonObject select, List<JsonObject> options) {
        if (options.size() <= GROUP) {
            select.add("options", Kit.array(options));
            return;
        }
        var groups = new ArrayList<JsonObject>();
        for (int from = 0; from < options.size() && groups.size() < GROUP; from += GROUP) {
            var to = Math.min(from + GROUP, options.size());
            var group = new JsonObject();
            group.add("label", Kit.plain((from + 1) + " to " + to));
            group.add("options", Kit.array(options.subList(from, to)));
            groups.add(group);
        }
        select.add("option_groups", Kit.array(groups));
    }

    /** The typed value as text, or the sentence that says what is wrong with it. */
    static JsonElement read(Field field, String value) throws NotOfType {
        try {
            return switch (field.type()) {
                case "boolean" -> new JsonPrimitive("true".equals(value));
                case "integer" -> new JsonPrimitive(number(value).toBigIntegerExact());
                case "number" -> new JsonPrimitive(number(value));
                case "object" -> JsonParser.parseString(value).getAsJsonObject();
                case "array" -> JsonParser.parseString(value).getAsJsonArray();
                default -> new JsonPrimitive(value);
            };
        } catch (ArithmeticException
                | IllegalStateException
                | NumberFormatException
                | JsonParseException wrong) {
            throw new NotOfType(field.type(), wrong);
        }
    }

    /** A short text such as 1e999999999 would be written out for ever. */
    private static BigDecimal number(String value) {
        var number = new BigDecimal(value.strip());
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            throw new NumberFormatException("more than " + MOST_DIGITS + " digits");
        }
        return number;
    }

    /** The value that was chosen or typed. */
    static Optional<String> value(Filled filled, int index, Field field) {
        var options = options(field);
        var raw = filled.first(input(index));
        return options.isEmpty() ? raw : raw.flatMap(number -> at(options, number));
    }

    static <T> Optional<T> at(List<T> options, String number) {
        return number.matches("\\d{1,6}") && Integer.parseInt(number) < options.size()
                ? Optional.of(options.get(Integer.parseInt(number)))
                : Optional.empty();
    }

    /** The arguments that the tool knows, and after them those that only this call has. */
    static List<Field> of(Card card) {
        var arguments = arguments(card);
        var fields = new ArrayList<Field>();
        card.fields().forEach(field -> fields.add(typed(field, arguments)));
        arguments.entrySet().stream()
                .filter(one -> card.fields().stream()
                        .noneMatch(field -> field.name().equals(one.getKey())))
                .map(one -> new Field(one.getKey(), type(one.getValue()), "", false, List.of()))
                .forEach(fields::add);
        return fields;
    }

    /** Where any type will do, that of the value is kept. */
    private static Field typed(Field field, JsonObject arguments) {
        var value = Optional.ofNullable(arguments.get(field.name()));
        return field.type().isEmpty()
                ? new Field(
                        field.name(),
                        value.map(Fields::type).orElse("string"),
                        field.description(),
                        field.required(),
                        field.options())
                : field;
    }

    static JsonObject arguments(Card card) {
        try {
            var json = JsonParser.parseString(CardPage.orNone(card.work().arguments()));
            return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
        } catch (JsonParseException notJson) {
            return new JsonObject();
        }
    }

    private static String type(JsonElement value) {
        if (value.isJsonObject()) {
            return "object";
        }
        if (value.isJsonArray()) {
            return "array";
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            return "number";
        }
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()
                ? "boolean"
                : "string";
    }

    /** A value that is not of the type of its field. */
    static final class NotOfType extends Exception {
        private static final long serialVersionUID = 1L;

        NotOfType(String type, Throwable cause) {
            super("This is not a valid " + type + ".", cause);
        }
    }
}
