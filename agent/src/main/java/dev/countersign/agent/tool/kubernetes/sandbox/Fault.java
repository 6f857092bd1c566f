package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

/**
 * Something that the sandbox does wrong on purpose. The filters say for which requests, {@code *}
 * for all; {@code times} says how often, 0 for always.
 */
public record Fault(
        Act act, String verb, String resource, String namespace, String user, int times) {

    /** What goes wrong. */
    public sealed interface Act {
        /** The right is missing: 403, and access reviews say no. */
        record Deny() implements Act {}

        /** An answer of this code instead of the right one; 429 and 503 say when to come back. */
        record Code(int code, int retryAfterSeconds) implements Act {}

        /** The right answer, but late. */
        record Slow(int millis) implements Act {}
    }

    /** Before the name of a group, where others name a user. */
    static final String GROUP = "group:";

    private static final String ANY = "*";
    private static final int MAX_MILLIS = 600_000;

    public Fault {
        if (act instanceof Act.Slow slow && (slow.millis() < 0 || slow.millis() > MAX_MILLIS)) {
            throw new IllegalArgumentException("a slow answer may take 0 to 600000 ms");
        }
    }

    /** For every request. */
    public static Fault always(Act act) {
        return new Fault(act, ANY, ANY, ANY, ANY, 0);
    }

    /** For one verb on one resource, by everybody and everywhere. */
    public static Fault on(Act act, String verb, String resource) {
        return new Fault(act, verb, resource, ANY, ANY, 0);
    }

    /** For one user, or with {@code group:} before the name for everybody in a group. */
    public Fault by(String onlyUser) {
        return new Fault(act, verb, resource, namespace, onlyUser, times);
    }

    public Fault times(int howOften) {
        return new Fault(act, verb, resource, namespace, user, howOften);
    }

    boolean meets(String itsUser, String itsVerb, String itsResource, String itsNamespace) {
        return matches(user, itsUser)
                && matches(verb, itsVerb)
                && matches(resource, itsResource)
                && matches(namespace, itsNamespace);
    }

    private static boolean matches(String filter, String value) {
        return filter.equals(ANY) || filter.equals(value);
    }

    static Fault read(JsonNode it) {
        Act act =
                switch (it.path("act").asText()) {
                    case "deny" -> new Act.Deny();
                    case "slow" -> new Act.Slow(it.path("millis").asInt());
                    case "code" ->
                        new Act.Code(
                                it.path("code").asInt(500),
                                it.path("retryAfter").asInt());
                    default ->
                        throw new IllegalArgumentException(
                                "act must be deny, slow, code or drop-watches");
                };
        return new Fault(
                act,
                it.path("verb").asText(ANY),
                it.path("resource").asText(ANY),
                it.path("namespace").asText(ANY),
                it.path("user").asText(ANY),
                it.path("times").asInt());
    }

    ObjectNode written() {
        ObjectNode it =
                switch (act) {
                    case Act.Deny deny -> Json.object().put("act", "deny");
                    case Act.Slow slow ->
                        Json.object().put("act", "slow").put("millis", slow.millis());
                    case Act.Code code ->
                        Json.object()
                                .put("act", "code")
                                .put("code", code.code())
                                .put("retryAfter", code.retryAfterSeconds());
                };
        return it.put("verb", verb)
                .put("resource", resource)
                .put("namespace", namespace)
                .put("user", user)
                .put("times", times);
    }
}
