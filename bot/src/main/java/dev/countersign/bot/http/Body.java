package dev.countersign.bot.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.words.Nearest;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON object somebody sent, read field by field, so that each error names its field. */
final class Body {

    /** A field that stands there twice says two things; a number stays as it was sent. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** So much of a body that is too long is still read, for the sender to see the answer. */
    private static final int SWALLOWED = 16 * 1024 * 1024;

    private final ObjectNode fields;

    private Body(ObjectNode fields) {
        this.fields = fields;
    }

    /** Reads a body of at most this many bytes that has no fields but these. */
    static Body of(Context ctx, int limit, String... known) {
        return in(bytes(ctx, limit), known);
    }

    /** Reads these bytes, which may have no fields but these. */
    static Body in(byte[] bytes, String... known) {
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (JsonProcessingException broken) {
            var at = broken.getLocation();
            var where =
                    at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "The body is not JSON, or has a field twice" + where
                            + ". Nothing was changed.");
        } catch (IOException unreadable) {
            throw new Problem(HttpStatus.BAD_REQUEST, "The body could not be read to its end.");
        }
        if (!(node instanceof ObjectNode object)) {
            throw Problem.invalid("The body must be a JSON object.");
        }
        return in(object, "", known);
    }

    private static Body in(ObjectNode object, String path, String... known) {
        var names = Arrays.asList(known);
        object.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw Problem.invalid(
                        "Unknown field " + path + name + "." + Nearest.hint(name, names));
            }
        });
        return new Body(object);
    }

    /** The body as it came, if it is not longer than this. */
    static byte[] bytes(Context ctx, int limit) {
        try {
            var in = ctx.bodyInputStream();
            var bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                swallow(in);
                throw new Problem(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "The body is longer than " + limit + " bytes. Nothing was changed.");
            }
            return bytes;
        } catch (IOException gone) {
            throw new Problem(HttpStatus.BAD_REQUEST, "The body could not be read to its end.");
        }
    }

    private static void swallow(InputStream in) throws IOException {
        var buffer = new byte[8192];
        int left = SWALLOWED;
        int read = in.read(buffer);
        while (read >= 0 && left > 0) {
            left -= read;
            read = in.read(buffer);
        }
    }

    boolean has(String name) {
        return fields.hasNonNull(name);
    }

    JsonNode node(String name) {
        return fields.path(name);
    }

    String text(String name) {
        return optional(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> Problem.invalid(name + ": missing."));
    }

    Optional<String> optional(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!fields.get(name).isTextual()) {
            throw Problem.invalid(name + ": must be text.");
        }
        return Optional.of(fields.get(name).textValue());
    }

    Optional<Integer> number(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!fields.get(name).canConvertToInt() || !fields.get(name).isIntegralNumber()) {
            throw Problem.invalid(name + ": must be a whole number.");
        }
        return Optional.of(fields.get(name).intValue());
    }

    /** False where it is not there. */
    boolean truth(String name) {
        if (has(name) && !fields.get(name).isBoolean()) {
            throw Problem.invalid(name + ": must be true or false.");
        }
        return fields.path(name).booleanValue();
    }

    Set<String> texts(String name) {
        var texts = new LinkedHashSet<String>();
        if (has(name) && !fields.get(name).isArray()) {
            throw Problem.invalid(name + ": must be a list of texts.");
        }
        for (var text : fields.path(name)) {
            if (!text.isTextual()) {
                throw Problem.invalid(name + ": must be a list of texts.");
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    /** The object in this field, which may have no fields but these. */
    Body part(String name, String... known) {
        if (!(fields.get(name) instanceof ObjectNode object)) {
            throw Problem.invalid(name + ": must be an object.");
        }
        return in(object, name + ".", known);
    }

    /** The name of the one field of these that is there. */
    String exactlyOne(List<String> names) {
        var given = names.stream().filter(this::has).toList();
        if (given.size() != 1) {
            throw Problem.invalid("Exactly one of " + String.join(", ", names) + " is needed.");
        }
        return given.getFirst();
    }
}
