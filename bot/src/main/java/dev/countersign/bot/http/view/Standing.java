package dev.countersign.bot.http.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How it stands with one document: whether it can be used, and why not, in words. */
public record Standing(
        String kind, String name, State state, String detail, Map<String, String> more) {
    public Standing {
        more = Map.copyOf(more);
    }

    public Standing(String kind, String name, State state, String detail) {
        this(kind, name, state, detail, Map.of());
    }

    /** An agent that lacks these things, a sentence each. */
    public static Standing ofAgent(String name, List<String> lacks) {
        return lacks.isEmpty()
                ? new Standing(
                        "Agent", name, State.READY, "All dependencies validated successfully")
                : new Standing("Agent", name, State.ERROR, String.join(" ", lacks));
    }

    /** The words of KubeChain for it. */
    public enum State {
        READY,
        PENDING,
        ERROR
    }

    /** Adds what people who know KubeChain look for. */
    public void addTo(ObjectNode view) {
        var word = state.name();
        view.put("ready", state == State.READY);
        view.put("status", word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT));
        view.put("statusDetail", detail);
        new TreeMap<>(more).forEach(view::put);
    }

    public ObjectNode view() {
        var view = JsonNodeFactory.instance.objectNode();
        view.put("kind", kind).put("name", name);
        addTo(view);
        return view;
    }
}
