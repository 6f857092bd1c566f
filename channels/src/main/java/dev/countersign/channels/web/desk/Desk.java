package dev.countersign.channels.web.desk;

import dev.countersign.channels.DeliveryId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the console needs to know of agents and runs; whoever assembles the bot provides it. */
public interface Desk {
    /** The agents that can be talked to, those with a problem included. */
    List<AgentLine> agents();

    /** False once this person was taken out of the directory: their session ends then. */
    boolean knows(String person);

    /** Hands in what somebody wrote; what it answers is kept. */
    Said say(Words words);

    /** Stops a run for good. */
    Said cancel(String person, String run);

    /** Runs that this person may see, newest first, from behind a cursor. */
    Lines runs(String person, Optional<String> after);

    /** The whole of one run, if there is such a run and this person may see it. */
    Optional<RunView> run(String person, String id);

    /** Tells the listener that a run has moved, until closed. */
    Watch watch(String run, Listener listener);

    /** Tells the listener that the open questions of this person may have changed. */
    Watch watchInbox(String person, Runnable listener);

    /** The yeses that hold for later calls, the latest first. */
    List<GrantLine> grants();

    /** Takes one of them back at once; false where it held no more. */
    boolean revoke(String person, String grant);

    /** A yes that holds for later calls; {@code scope} says in words which. */
    record GrantLine(String id, String by, String scope, Instant until, int usesLeft) {}

    /** An agent in the list of those to talk to; a problem says why it would not answer. */
    record AgentLine(String name, String description, Optional<String> problem) {}

    /** Words for an agent; without a run they start one. The same delivery twice counts once. */
    record Words(
            String person, String agent, Optional<String> run, String text, DeliveryId delivery) {}

    /** What became of words or of a wish to stop. */
    sealed interface Said {
        record Taken(String run) implements Said {}

        /** Nothing was kept; the sentence is for the human. */
        record Refused(Why why, String sentence) implements Said {}
    }

    /** Why words were not taken, as far as a page has to know. */
    enum Why {
        UNKNOWN,
        CLOSED,
        NOT_NOW
    }

    /** A run in a list; {@code title} is what was first said to it. */
    record RunLine(
            String id,
            String agent,
            String requester,
            RunView.Phase phase,
            String title,
            int open,
            Instant started) {}

    record Lines(List<RunLine> items, Optional<String> next) {
        public Lines {
            items = List.copyOf(items);
        }
    }

    /** Hears about one run; is called by the threads that move runs, and returns at once. */
    interface Listener {
        void moved();

        /** What the model has said so far in its turn; kept nowhere. */
        void speaking(String soFar);
    }

    /** Ends a listening. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
