package dev.countersign.agent.model;

import dev.countersign.agent.run.Message;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a conversation shorter where it does not fit its model: the results of the oldest tool
 * calls are left out, and in the place of each stands a sentence that says so.
 */
public final class Folding {
    /** Shorter results are not worth the sentence. */
    private static final int SHORTEST = 400;

    private static final String MARK = "(This result of ";

    private Folding() {}

    /** A conversation, and how many results were left out of it. */
    public record Folded(List<Message> messages, int results) {}

    /** How much of a conversation there is, in characters. */
    public static long size(List<Message> messages) {
        return messages.stream().mapToLong(Folding::size).sum();
    }

    private static long size(Message message) {
        return switch (message) {
            case Message.User user -> user.text().length();
            case Message.Assistant turn ->
                Math.max(turn.text().length(), turn.verbatim().length());
            case Message.Result result -> result.text().length();
        };
    }

    /** The oldest results go first, until it is no longer than this or nothing is left to fold. */
    public static Folded to(List<Message> messages, long most) {
        var folded = new ArrayList<Message>();
        long left = size(messages);
        int results = 0;
        int lastTurn = lastTurn(messages);
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            if (left > most
                    && i < lastTurn
                    && message instanceof Message.Result result
                    && foldable(result)) {
                var shorter = shorter(result);
                left -= size(result) - size(shorter);
                results++;
                folded.add(shorter);
            } else {
                folded.add(message);
            }
        }
        return new Folded(folded, results);
    }

    /** What the model has just asked for is not taken from it. */
    private static int lastTurn(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && !(messages.get(last) instanceof Message.Assistant)) {
            last--;
        }
        return last;
    }

    private static boolean foldable(Message.Result result) {
        return result.text().length() > SHORTEST && !result.text().startsWith(MARK);
    }

    private static Message.Result shorter(Message.Result result) {
        var told = MARK + result.tool() + ", " + result.text().length()
                + " characters, is left out here, because the conversation does not fit the model"
                + " otherwise. Call the tool again if you need it.)";
        return new Message.Result(
                result.call(), result.providerId(), result.tool(), told, result.error());
    }
}
