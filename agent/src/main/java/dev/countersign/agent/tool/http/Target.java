package dev.countersign.agent.tool.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.catalog.ToolDefinition.Body;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Where a call goes and what it carries: arguments fill the places in the path, and the rest is
 * the query of a read and the JSON body of a write.
 */
record Target(URI uri, Optional<String> body) {

    static Target of(Body.Api api, ObjectNode arguments) {
        var rest = arguments.deepCopy();
        var address = api.endpoint();
        for (var argument : arguments.properties()) {
            var place = "{" + argument.getKey() + "}";
            if (address.contains(place)) {
                address = address.replace(place, encoded(text(argument.getValue())));
                rest.remove(argument.getKey());
            }
        }
        var inQuery = api.method().equals("GET")
                || api.method().equals("HEAD")
                || api.method().equals("DELETE");
        return inQuery
                ? new Target(URI.create(address + query(address, rest)), Optional.empty())
                : new Target(URI.create(address), Optional.of(rest.toString()));
    }

    private static String query(String address, ObjectNode rest) {
        var pairs = new ArrayList<String>();
        rest.properties()
                .forEach(e -> pairs.add(encoded(e.getKey()) + "=" + encoded(text(e.getValue()))));
        return pairs.isEmpty() ? "" : (address.contains("?") ? "&" : "?") + String.join("&", pairs);
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** One segment, whatever it holds: no slash, no dots that climb. */
    private static String encoded(String text) {
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }
}
