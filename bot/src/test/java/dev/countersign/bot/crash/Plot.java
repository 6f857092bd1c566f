package dev.countersign.bot.crash;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.story.Oracle.Heard;
import dev.countersign.bot.story.Oracle.Said;
import dev.countersign.bot.story.Oracle.Said.Asked;

import java.util.Optional;

/**
 * The four stories of the tutorial, one of them also as it comes through a channel, and one of an
 * agent that gives work to two others, who both wait for people.
 */
enum Plot {
    READ("List all pods in the kagent namespace", "kagent"),
    CREATE(
            "Create a ConfigMap called %s in the default namespace with the key message set to %s",
            "%s"),
    CREATE_BY_INBOX(
            "Create a ConfigMap called %s in the default namespace with the key note set to %s",
            "%s"),
    REJECT("Delete the deployment web in the shop namespace", "not on a Friday, %s"),
    ASK("Set up a namespace for my application", "%s"),
    DELEGATE("Let others see to %s", "ConfigMap %s in default was created");

    /** The agent that gives work to others; its mind is beside the process that dies. */
    static final String LEAD = "lead";

    private final String words;
    private final String ending;

    Plot(String words, String ending) {
        this.words = words;
        this.ending = ending;
    }

    boolean comesByInbox() {
        return this == CREATE_BY_INBOX;
    }

    String agent() {
        return this == DELEGATE ? LEAD : "hitl-agent";
    }

    /** What the lead says: it gives two away, and then repeats what came of them. */
    static Said lead(Heard heard) {
        if (!heard.lastIs("user")) {
            return Said.words(String.join(" / ", heard.results()));
        }
        var name = heard.last().substring(heard.last().lastIndexOf(' ') + 1);
        return Said.calls(given(CREATE.words(name)), given(REJECT.words(name)));
    }

    private static Asked given(String words) {
        var message = Tale.object().put("message", words);
        return new Asked("delegate_to_agent__hitl-agent", message.toString());
    }

    String words(String name) {
        return words.formatted(name, name);
    }

    /** What the last answer says in any case. */
    String ending(String name) {
        return ending.formatted(name);
    }

    JsonNode choice(String name, JsonNode question) {
        var kind = question.path("kind").asText();
        var deletes = question.path("call").path("tool").asText().equals("k8s_delete_resource");
        return switch (kind) {
            case "ask" -> answered(name);
            case "approve" ->
                deletes
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
            case CREATE, CREATE_BY_INBOX, DELEGATE -> Optional.of(new Change("ConfigMap", name));
            case ASK -> Optional.of(new Change("Namespace", name));
        };
    }

    /** What is made in the cluster. */
    record Change(String kind, String name) {}
}
