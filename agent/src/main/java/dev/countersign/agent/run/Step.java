package dev.countersign.agent.run;

import dev.countersign.agent.grant.GrantChange;
import dev.countersign.channels.Outbound;

import java.util.ArrayList;
import java.util.List;

/**
 * One move of the machine: the run as it is now, what is to be kept with it, and what is to be done
 * about it. {@code calls} are those whose last state is to be kept although their turn is over,
 * {@code settled} the questions that were open before and are closed now.
 */
public record Step(
        Run run,
        List<Message> said,
        List<Call> calls,
        List<Question> settled,
        List<Outbound> outbox,
        List<Entry> entries,
        List<Effect> effects,
        List<GrantChange> grants) {
    /** A step that has to do with no grant. */
    public Step(
            Run run,
            List<Message> said,
            List<Call> calls,
            List<Question> settled,
            List<Outbound> outbox,
            List<Entry> entries,
            List<Effect> effects) {
        this(run, said, calls, settled, outbox, entries, effects, List.of());
    }

    public Step {
        grants = List.copyOf(grants);
        said = List.copyOf(said);
        calls = List.copyOf(calls);
        settled = List.copyOf(settled);
        outbox = List.copyOf(outbox);
        entries = List.copyOf(entries);
        effects = List.copyOf(effects);
    }

    /** Nothing moved. */
    public static Step stay(Run run) {
        return new Step(run, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** This step and one that follows it, before either is committed. */
    public Step then(Step next) {
        return new Step(
                next.run,
                joined(said, next.said),
                joined(calls, next.calls),
                joined(settled, next.settled),
                joined(outbox, next.outbox),
                joined(entries, next.entries),
                joined(effects, next.effects),
                joined(grants, next.grants));
    }

    /** The same step with other effects left to do. */
    public Step leaving(List<Effect> rest) {
        return new Step(run, said, calls, settled, outbox, entries, rest, grants);
    }

    /** The same step with other messages to send. */
    public Step sending(List<Outbound> messages) {
        return new Step(run, said, calls, settled, messages, entries, effects, grants);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        var all = new ArrayList<T>(first);
        all.addAll(second);
        return all;
    }
}
