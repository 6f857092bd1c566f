package dev.countersign.store.form;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns our records into the JSON of their rows and back; safe for threads. */
public final class Codec {
    /**
     * The format that this release writes. A change that old rows cannot be read in raises it, and
     * one by which an older release would read a new row and understand it wrongly.
     */
    public static final int FORMAT = 1;

    private static final JsonMapper MAPPER = mapper();

    private static final ClassValue<ObjectWriter> WRITERS = new ClassValue<>() {
        @Override
        protected ObjectWriter computeValue(Class<?> type) {
            return MAPPER.writerFor(type);
        }
    };

    private static final ClassValue<ObjectReader> READERS = new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
            return MAPPER.readerFor(type);
        }
    };

    private Codec() {}

    private static JsonMapper mapper() {
        var mapper = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .annotationIntrospector(new AnnotationIntrospectorPair(
                        new SealedForms(), new JacksonAnnotationIntrospector()))
                .build();
        // A list or map that a later release adds is empty in an older row, and so one that is
        // empty need not be written: a fifth of a question would be the names of such.
        var empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
        for (var several : List.of(List.class, Map.class)) {
            mapper.configOverride(several).setSetterInfo(empty);
            mapper.configOverride(several).setInclude(unless(Include.NON_EMPTY));
        }
        mapper.configOverride(Optional.class).setInclude(unless(Include.NON_ABSENT));
        return mapper;
    }

    private static JsonInclude.Value unless(Include nothing) {
        return JsonInclude.Value.construct(nothing, Include.ALWAYS);
    }

    /** {@code type} is the declared type, so that a sealed one names its case. */
    public static <T> String write(Class<T> type, T value) {
        try {
            return WRITERS.get(type).writeValueAsString(value);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("cannot write a " + type.getSimpleName(), broken);
        }
    }

    /** {@code row} is the name of the row in an error. */
    public static <T> T read(Class<T> type, int format, String form, String row) {
        if (format > FORMAT) {
            throw new NewerForm(row, format);
        }
        try {
            return READERS.get(type).readValue(form);
        } catch (JsonProcessingException broken) {
            broken.clearLocation();
            if (isUnknown(broken)) {
                throw new NewerForm(row, type, broken);
            }
            throw new IllegalStateException(
                    row + " cannot be read as a " + type.getSimpleName()
                            + ". Restore it from a backup; it is left as it is.",
                    broken);
        }
    }

    /** A field, a case or a name that only a later release can have written. */
    private static boolean isUnknown(JsonProcessingException broken) {
        return broken instanceof UnrecognizedPropertyException
                || broken instanceof InvalidTypeIdException
                || broken instanceof InvalidFormatException form
                        && form.getTargetType().isEnum();
    }
}
