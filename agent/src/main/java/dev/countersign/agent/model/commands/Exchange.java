package dev.countersign.agent.model.commands;

import dev.countersign.agent.run.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The transcript since the last request: what was asked for, the turns that followed with their
 * results, and what people have said meanwhile.
 */
record Exchange(String request, List<Round> rounds, String later) {
    Exchange {
        rounds = List.copyOf(rounds);
    }

    /** One turn of ours and what its calls came to, in the order of the turn. */
    record Round(List<Message.Proposal> proposals, List<Message.Result> results) {
        Round {
            proposals = List.copyOf(proposals);
            results = List.copyOf(results);
        }
    }

    /**
     * A turn without calls ends an exchange. What is said during one waits until it is {@code
     * settled}; the turn that takes it up then begins the next.
     */
    static Exchange of(List<Message> messages, Predicate<Exchange> settled) {
        int start = messages.size();
        while (start > 0 && !ends(messages.get(start - 1))) {
            start--;
        }
        var now = new Exchange("", List.of(), "");
        for (Message message : messages.subList(start, messages.size())) {
            now = switch (message) {
                case Message.User user -> now.heard(user.text());
                case Message.Assistant turn -> now.turned(turn, settled);
                case Message.Result result -> now.told(result);
            };
        }
        return now;
    }

    private Exchange heard(String text) {
        return rounds.isEmpty()
                ? new Exchange(joined(request, text), rounds, later)
                : new Exchange(request, rounds, joined(later, text));
    }

    private Exchange turned(Message.Assistant turn, Predicate<Exchange> settled) {
        var round = new Round(turn.proposals(), List.of());
        if (!rounds.isEmpty() && !later.isBlank() && settled.test(this)) {
            return new Exchange(later, List.of(round), "");
        }
        var all = new ArrayList<>(rounds);
        all.add(round);
        return new Exchange(request, all, later);
    }

    private Exchange told(Message.Result result) {
        if (rounds.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(rounds);
        var round = all.removeLast();
        var results = new ArrayList<>(round.results());
        results.add(result);
        all.add(new Round(round.proposals(), results));
        return new Exchange(request, all, later);
    }

    private static boolean ends(Message message) {
        return message instanceof Message.Assistant turn && turn.proposals().isEmpty();
    }

    private static String joined(String one, String two) {
        return one.isEmpty() ? two : one + "\n" + two;
    }
}
