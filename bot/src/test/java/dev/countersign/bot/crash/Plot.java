package dev.countersign.bot.crash;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/** The four stories of the tutorial, one of them also as it comes through a channel. */
enum Plot {
    READ("List all pods in the kagent namespace", "kagent"),
    CREATE(
            "Create a ConfigMap called %s in the default namespace with the key message set to %s",
            "%s"),
    CREATE_BY_INBOX(
            "Create a ConfigMap called %s in the default namespace with the key note set to %s",
            "%s"),
    REJECT("Delete the deployment web in the shop namespace", "not on a Friday, %s"),
    ASK("Set up a namespace for my application", "%s");

    private final String words;
    private final String ending;

    Plot(String words, String ending) {
        this.words = words;
        this.ending = ending;
    }

    boolean comesByInbox() {
        return this == CREATE_BY_INBOX;
    }

    String words(String name) {
        return words.formatted(name, name);
    }

    /** What the last answer says in any case. */
    String ending(String name) {
        return ending.formatted(name);
    }

    JsonNode choice(String name, String kind) {
        return switch (kind) {
            case "ask" -> answered(name);
            case "approve" ->
                this == REJECT
                        ? Tale.object()
                                .put("verdict", "reject")
                                .put("reason", "not on a Friday, " + name)
                        : Tale.object().put("verdict", "approve");
            default -> throw new AssertionError("nobody should have been asked for a " + kind);
        };
    }

    private static JsonNode answered(String name) {
        var body = Tale.object();
        body.putArray("answers").addObject().putArray("answer").add(name);
        return body;
    }

    /** The line of the sandbox's tally that this story changes, once. */
    Optional<Change> change(String name) {
        return switch (this) {
            case READ, REJECT -> Optional.empty();
            case CREATE, CREATE_BY_INBOX -> Optional.of(new Change("ConfigMap", name));
            case ASK -> Optional.of(new Change("Namespace", name));
        };
    }

    /** What is made in the cluster. */
    record Change(String kind, String name) {}
}
