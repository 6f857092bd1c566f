package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.Talk;
import dev.countersign.agent.model.wire.Talk.Called;
import dev.countersign.agent.model.wire.Talk.Part;
import dev.countersign.agent.model.wire.Talk.Result;

import java.util.List;
import java.util.Optional;

/**
 * A conversation whose messages are lists of blocks. What the model said goes back to it block by
 * block as it came, because signatures in it are checked; what one side says in a row is one
 * message.
 */
interface Blocks {
    /** Under which name its turns are kept. */
    String kept();

    /** Who the model is in a conversation. */
    default String model() {
        return "assistant";
    }

    /** Under which name a message has its blocks. */
    default String list() {
        return "content";
    }

    /** Whether an id of another provider may be used here. */
    default boolean fits(String id) {
        return id.matches("[a-zA-Z0-9_-]{1,64}");
    }

    /** Adds words. */
    void say(ArrayNode blocks, String words);

    /** Adds a call that was not said in this form. */
    void call(ArrayNode blocks, Called call);

    /** Adds what a call came to. */
    void tell(ArrayNode blocks, Result result);

    /** The call in a block, where it is one. */
    Optional<ObjectNode> called(JsonNode block);

    /** Gives a call the id that it has in this request. */
    void name(ObjectNode call, Called as);

    default void write(ArrayNode messages, Prompt prompt) {
        for (var part : Talk.of(prompt.messages(), this::fits)) {
            switch (part) {
                case Part.Said said -> say(last(messages, "user"), said.text());
                case Part.Turned turned -> again(turned).forEach(last(messages, model())::add);
                case Part.Came came -> came.results().forEach(r -> tell(last(messages, "user"), r));
            }
        }
    }

    private ArrayNode last(ArrayNode messages, String role) {
        var last = messages.path(messages.size() - 1);
        return last.path("role").asText("").equals(role)
                ? (ArrayNode) last.path(list())
                : messages.addObject().put("role", role).putArray(list());
    }

    private Iterable<JsonNode> again(Part.Turned turned) {
        return Form.kept(kept(), turned.turn())
                .flatMap(blocks -> named(blocks.deepCopy(), turned.calls()))
                .orElseGet(() -> rebuilt(turned));
    }

    /** The blocks as they were, but for the ids that had to be made up. */
    private Optional<Iterable<JsonNode>> named(JsonNode blocks, List<Called> calls) {
        int next = 0;
        for (JsonNode block : blocks) {
            var call = called(block);
            if (call.isPresent() && next == calls.size()) {
                return Optional.empty();
            }
            if (call.isPresent()) {
                name(call.get(), calls.get(next++));
            }
        }
        return next == calls.size() && !blocks.isEmpty() ? Optional.of(blocks) : Optional.empty();
    }

    private Iterable<JsonNode> rebuilt(Part.Turned turned) {
        var blocks = Form.object().putArray(list());
        var words = Form.words(turned.turn());
        if (!words.isBlank()) {
            say(blocks, words);
        }
        turned.calls().forEach(call -> call(blocks, call));
        return blocks;
    }
}
