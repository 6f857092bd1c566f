package dev.countersign.channels.email.review;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a posted form. */
record FormData(Map<String, List<String>> fields) {
    private static final int MOST_FIELDS = 200;

    static FormData parse(byte[] body) {
        var fields = new LinkedHashMap<String, List<String>>();
        var text = new String(body, StandardCharsets.UTF_8);
        for (var pair : text.split("&", MOST_FIELDS)) {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                fields.computeIfAbsent(decoded(pair.substring(0, sign)), n -> new ArrayList<>())
                        .add(decoded(pair.substring(sign + 1))
                                .replace("\r\n", "\n")
                                .strip());
            }
        }
        return new FormData(fields);
    }

    String one(String name) {
        var values = all(name);
        return values.size() == 1 ? values.getFirst() : "";
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    Optional<String> filled(String name) {
        return Optional.of(one(name)).filter(value -> !value.isBlank());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }
}
