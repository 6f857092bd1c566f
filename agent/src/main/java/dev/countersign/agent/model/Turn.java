package dev.countersign.agent.model;

import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Run;

import java.util.ArrayList;
import java.util.List;

/** One answer of a model, with what it cost, and notes on what happened on the way to it. */
public record Turn(Message.Assistant message, Run.Bill bill, List<String> notes) {
    public Turn {
        notes = List.copyOf(notes);
    }

    /** A turn that is not priced yet. */
    public Turn(Message.Assistant message, long tokensIn, long tokensOut) {
        this(message, new Run.Bill("", tokensIn, tokensOut, 0), List.of());
    }

    public long tokensIn() {
        return bill.tokensIn();
    }

    public long tokensOut() {
        return bill.tokensOut();
    }

    /** The same turn, with this said before what it notes already. */
    public Turn noting(List<String> before) {
        var all = new ArrayList<>(before);
        all.addAll(notes);
        return new Turn(message, bill, all);
    }
}
