package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Protobuf;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One request as it came in. */
record Request(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        Set<String> groups,
        byte[] body) {
    private static final String NOBODY_IN_PARTICULAR = "sandbox-admin";

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    boolean asks(String name) {
        return query(name).filter(it -> it.equals("true") || it.equals("1")).isPresent();
    }

    int number(String name, int otherwise) {
        return query(name)
                .filter(it -> it.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String contentType() {
        return header("content-type").split(";")[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Whom the request works for: the impersonated user, where one is named. */
    String user() {
        String named = header("impersonate-user");
        return named.isEmpty() ? NOBODY_IN_PARTICULAR : named;
    }

    boolean isDry() {
        return query("dryRun").isPresent();
    }

    /** Who owns the fields that this request writes. */
    String manager() {
        return query("fieldManager").orElseGet(this::program);
    }

    private String program() {
        String agent = header("user-agent").split("[/ ]")[0];
        return agent.isEmpty() ? "unknown" : agent;
    }

    /** The body of a question for one's own rights, which kubectl asks in protobuf. */
    ObjectNode review() {
        return contentType().contains("protobuf") && path.endsWith("/selfsubjectaccessreviews")
                ? Protobuf.selfReview(body)
                : object();
    }

    /** The body as an object, from JSON or YAML as it says. */
    ObjectNode object() {
        if (contentType().contains("protobuf") || contentType().contains("cbor")) {
            throw Failures.unsupportedMedia(List.of("application/json", "application/yaml"));
        }
        return contentType().contains("yaml") ? Json.yaml(body) : Json.parseObject(body);
    }
}
