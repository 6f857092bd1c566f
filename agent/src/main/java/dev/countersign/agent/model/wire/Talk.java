package dev.countersign.agent.model.wire;

import dev.countersign.agent.run.Message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A transcript in the order that providers want: every result right behind its turn, and every call
 * with an id of its own. Ids that are missing, repeat or do not fit are made up for one request.
 */
public final class Talk {
    /** Letters and digits, nine of them: the one form that every provider takes. */
    private static final String MADE = "call%05d";

    private final List<Part> parts = new ArrayList<>();
    private final List<Part> held = new ArrayList<>();
    private final List<Called> waiting = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private final Predicate<String> fits;
    private int made;

    private Talk(Predicate<String> fits) {
        this.fits = fits;
    }

    /** One contribution to a conversation. */
    public sealed interface Part {
        record Said(String text) implements Part {}

        record Turned(Message.Assistant turn, List<Called> calls) implements Part {}

        /** What all calls of the turn before came to, in its order. */
        record Came(List<Result> results) implements Part {}
    }

    /** A call with its id in this request. */
    public record Called(String id, Message.Proposal proposal) {}

    /** What a call came to. */
    public record Result(Called call, String text, boolean error) {}

    public static List<Part> of(List<Message> said, Predicate<String> fits) {
        var talk = new Talk(fits);
        for (Message message : said) {
            switch (message) {
                case Message.User user -> talk.heard(user);
                case Message.Assistant turn -> talk.turned(turn);
                case Message.Result result -> talk.told(result);
            }
        }
        talk.release();
        return List.copyOf(talk.parts);
    }

    /** What people said while calls waited comes after their results. */
    private void heard(Message.User user) {
        var part = new Part.Said(user.text().isBlank() ? "(no text)" : user.text());
        (waiting.isEmpty() ? parts : held).add(part);
    }

    private void turned(Message.Assistant turn) {
        release();
        var calls = turn.proposals().stream()
                .map(proposal -> new Called(unique(proposal.providerId()), proposal))
                .toList();
        parts.add(new Part.Turned(turn, calls));
        waiting.addAll(calls);
    }

    private void told(Message.Result result) {
        if (waiting.isEmpty()) {
            return;
        }
        var text = result.text().isBlank() ? "(no output)" : result.text();
        results.add(new Result(waiting.removeFirst(), text, result.error()));
        if (waiting.isEmpty()) {
            release();
        }
    }

    /** A call without a result would make the provider refuse the whole conversation. */
    private void release() {
        for (var call : waiting) {
            results.add(new Result(call, "There is no result for this call.", true));
        }
        waiting.clear();
        if (!results.isEmpty()) {
            parts.add(new Part.Came(List.copyOf(results)));
            results.clear();
        }
        parts.addAll(held);
        held.clear();
    }

    private String unique(String id) {
        if (!id.isBlank() && fits.test(id) && used.add(id)) {
            return id;
        }
        var next = MADE.formatted(++made);
        while (!used.add(next)) {
            next = MADE.formatted(++made);
        }
        return next;
    }
}
