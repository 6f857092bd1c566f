package dev.countersign.agent.catalog;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A value of a header or of an environment: written out, or where the secret in it is. */
public sealed interface Setting {
    record Text(String text) implements Setting {}

    /** {@code before} stands in front of the secret, such as the word {@code Bearer}. */
    record Secret(String before, SecretRef ref) implements Setting {}

    /** What it is now; {@code secrets} reads them where they are. */
    default String value(Function<SecretRef, String> secrets) {
        return switch (this) {
            case Text text -> text.text();
            case Secret secret -> secret.before() + secrets.apply(secret.ref());
        };
    }

    /** What they are now, in their order. */
    static Map<String, String> values(
            Map<String, Setting> settings, Function<SecretRef, String> secrets) {
        var values = new LinkedHashMap<String, String>();
        settings.forEach((name, setting) -> values.put(name, setting.value(secrets)));
        return values;
    }
}
