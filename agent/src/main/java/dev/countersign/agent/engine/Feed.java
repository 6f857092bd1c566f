package dev.countersign.agent.engine;

import dev.countersign.agent.run.Entry;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells who listens that a run has moved; what has moved is read from the store. */
public interface Feed {
    /** Listens to one run until closed. */
    Subscription watch(String run, Consumer<Stirring> listener);

    /** Listens to all runs until closed. */
    Subscription watchAll(Consumer<Stirring> listener);

    /** What a call that is running in this process said last of how far it is. */
    default Optional<String> working(String run, String call) {
        return Optional.empty();
    }

    /** What the model has said so far of the turn that it takes in this process; may be shown. */
    default Optional<String> speaking(String run) {
        return Optional.empty();
    }

    /** Something has happened to a run. */
    sealed interface Stirring {
        String run();

        /** Another process moved it, or may have; without a name it may be any. */
        record Elsewhere(String run) implements Stirring {}

        /** A step was committed; {@code entries} are what it put on the record. */
        record Moved(String run, String agent, List<Entry> entries) implements Stirring {
            public Moved {
                entries = List.copyOf(entries);
            }
        }

        /** The model has said more; a view for the eye, kept nowhere. */
        record Speaking(String run) implements Stirring {}

        /** A running call says how far it is; a view for the eye, kept nowhere. */
        record Working(String run, String call, String text) implements Stirring {}
    }

    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
