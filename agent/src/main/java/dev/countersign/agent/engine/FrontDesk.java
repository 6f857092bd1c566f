package dev.countersign.agent.engine;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;

/** Where our own doors (API, console, command line) start runs, speak to them and stop them. */
public interface FrontDesk {
    /** Starts a run, or continues the one that is in this place; what it answers is kept. */
    Answer say(Words words);

    /** Speaks to a run by its id. */
    Answer say(String run, String text, String person, DeliveryId delivery);

    /** Stops a run for good; its open questions are cancelled. */
    Answer cancel(String run, String person);

    /** Somebody speaks to an agent in a place. The same delivery twice starts one run. */
    record Words(
            String agent, String text, String person, Conversation place, DeliveryId delivery) {}

    /** What became of it. */
    sealed interface Answer {
        /** Kept, in this run. */
        record Taken(String run) implements Answer {}

        /** Not kept; the sentence is for the human. */
        record Refused(Why why, String sentence) implements Answer {}
    }

    enum Why {
        NO_SUCH_AGENT,
        NO_SUCH_RUN,
        CLOSED,
        NOT_READY,
        OVER_LIMIT
    }
}
