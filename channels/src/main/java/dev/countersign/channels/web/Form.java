package dev.countersign.channels.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a submitted form. */
record Form(Map<String, List<String>> fields) {

    /** Reads a URL-encoded body; one that is not is refused with the reason. */
    static Form parse(String body) {
        var fields = new LinkedHashMap<String, List<String>>();
        for (var pair : body.split("&")) {
            var at = pair.indexOf('=');
            if (at > 0) {
                fields.computeIfAbsent(decode(pair.substring(0, at)), name -> new ArrayList<>())
                        .add(decode(pair.substring(at + 1)));
            }
        }
        return new Form(fields);
    }

    private static String decode(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    String first(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    /** The field, if something was written into it. */
    Optional<String> written(String name) {
        return Optional.of(first(name).strip()).filter(value -> !value.isEmpty());
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
