package dev.countersign.agent.tool.kubernetes.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names and values put into addresses, so that no name can change what an address means. */
public final class Paths {
    private Paths() {}

    static String segment(String name) {
        return switch (name) {
            case "." -> "%2E";
            case ".." -> "%2E%2E";
            default -> encoded(name);
        };
    }

    public static String query(Map<String, String> query) {
        return new TreeMap<>(query)
                .entrySet().stream()
                        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                        .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
