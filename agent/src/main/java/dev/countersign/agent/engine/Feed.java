package dev.countersign.agent.engine;

import java.util.function.Consumer;

/** Tells who listens that a run has moved; what has moved is read from the store. */
public interface Feed {
    /** Listens to one run until closed. */
    Subscription watch(String run, Consumer<Stirring> listener);

    /** Listens to all runs until closed. */
    Subscription watchAll(Consumer<Stirring> listener);

    /** Something has happened to a run. */
    sealed interface Stirring {
        String run();

        /** A step was committed. */
        record Moved(String run) implements Stirring {}

        /** The model is speaking; a view for the eye, kept nowhere. */
        record Speaking(String run, String text) implements Stirring {}
    }

    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
