package dev.countersign.store.form;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Makes every case of a type with something in every field. */
final class Filled {
    private static final Instant WHEN = Instant.parse("2026-03-02T10:41:00.123456Z");

    private Filled() {}

    /** One value for each case of a sealed type, or the one value of a record. */
    static List<Object> cases(Class<?> type) {
        var cases = type.isSealed() ? SealedForms.cases(type) : List.of(type);
        return cases.stream().map(Filled::record).toList();
    }

    private static Object record(Class<?> type) {
        try {
            return constructor(type)
                    .newInstance(Stream.of(type.getRecordComponents())
                            .map(Filled::component)
                            .toArray());
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("cannot fill " + type, broken);
        }
    }

    private static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
        return type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class[]::new));
    }

    private static Object component(RecordComponent component) {
        return value(component.getGenericType(), component.getName());
    }

    private static Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            var part =
                    generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            var filled = value(part, name);
            return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
                case "Optional" -> Optional.of(filled);
                case "List" -> List.of(filled);
                case "Set" -> Set.of(filled);
                case "Map" -> Map.of("key", filled);
                default -> throw new IllegalStateException("no value of " + type + " is known");
            };
        }
        return plain((Class<?>) type, name);
    }

    private static Object plain(Class<?> type, String name) {
        if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        }
        return switch (type.getSimpleName()) {
            case "String" -> "a \"" + name + "\", \u2713 \u0000";
            case "int" -> 7;
            case "long" -> 7_000_000_000L;
            case "boolean" -> true;
            case "Instant" -> WHEN;
            case "Duration" -> Duration.ofMinutes(90);
            case "LocalTime" -> LocalTime.of(22, 0);
            case "OptionalInt" -> OptionalInt.of(7);
            default -> type.isSealed() ? cases(type).getFirst() : record(type);
        };
    }
}
