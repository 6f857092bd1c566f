package dev.countersign.agent.recall;

import dev.countersign.agent.model.Folding;
import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.ModelFailure.Kind;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks models with as much of a conversation as they take. What turned out to be too much is
 * remembered for each model, so that only one request of a kind is in vain.
 */
public final class Fitting {
    /** Each round leaves out a third; after these there is nothing that would help. */
    private static final int ROUNDS = 8;

    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    /** Asks a model once with these messages. */
    @FunctionalInterface
    public interface Asking {
        Turn with(List<Message> messages) throws ModelFailure;
    }

    public Turn ask(String model, List<Message> messages, Asking asking) throws ModelFailure {
        var folded = Folding.to(messages, taken.getOrDefault(model, Long.MAX_VALUE));
        for (int round = 0; ; round++) {
            try {
                return asking.with(folded.messages()).noting(note(folded));
            } catch (ModelFailure failure) {
                if (failure.kind() != Kind.TOO_LONG) {
                    throw failure;
                }
                long most = Folding.size(folded.messages()) * 2 / 3;
                var shorter = Folding.to(messages, most);
                if (round == ROUNDS || shorter.results() == folded.results()) {
                    throw stuck(failure, folded);
                }
                taken.put(model, most);
                folded = shorter;
            }
        }
    }

    private static List<String> note(Folding.Folded folded) {
        return folded.results() == 0
                ? List.of()
                : List.of(folded.results() + " old tool results were left out, because the"
                        + " conversation does not fit the model.");
    }

    private static ModelFailure stuck(ModelFailure failure, Folding.Folded folded) {
        return new ModelFailure(
                failure.getMessage() + " There is nothing left to leave out ("
                        + folded.results() + " tool results are). Start another run, or use a"
                        + " model with a larger context.",
                Kind.TOO_LONG,
                Optional.empty(),
                failure);
    }
}
