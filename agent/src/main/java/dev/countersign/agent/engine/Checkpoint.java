package dev.countersign.agent.engine;

import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Step;

/**
 * Told when work passes a point at which a crash must do no harm; tests end the process there. A
 * new place that commits comes with a new pair of points.
 */
@FunctionalInterface
public interface Checkpoint {
    Checkpoint NONE = point -> {};

    void reached(Point point);

    /** The points, in the order in which an approval passes them. */
    enum Point {
        BEFORE_INBOX,
        AFTER_INBOX,
        BEFORE_HEARD,
        AFTER_HEARD,
        BEFORE_TURN,
        BEFORE_PARK,
        AFTER_PARK,
        BEFORE_DECIDE,
        AFTER_DECIDE,
        BEFORE_START,
        AFTER_START,
        BEFORE_TOOL,
        AFTER_TOOL,
        AFTER_DONE,
        BEFORE_ANSWER,
        AFTER_ANSWER,
        BEFORE_SEND,
        AFTER_SEND,
        AFTER_SENT,
        BEFORE_NOTE,
        AFTER_NOTE,
        /** Deliveries, messages or runs are held, and nothing is done about them yet. */
        AFTER_CLAIM,
        AFTER_RENEW,
        BEFORE_RETRY,
        AFTER_RETRY
    }

    /** The points before and after the commit of a step. */
    record Passage(Point before, Point after) {
        private static final Passage HEARD = new Passage(Point.BEFORE_HEARD, Point.AFTER_HEARD);
        private static final Passage PARK = new Passage(Point.BEFORE_PARK, Point.AFTER_PARK);
        private static final Passage DECIDE = new Passage(Point.BEFORE_DECIDE, Point.AFTER_DECIDE);
        private static final Passage START = new Passage(Point.BEFORE_START, Point.AFTER_START);
        /** Between the end of a tool and its commit there is nothing but {@code AFTER_TOOL}. */
        private static final Passage DONE = new Passage(Point.AFTER_TOOL, Point.AFTER_DONE);

        private static final Passage ANSWER = new Passage(Point.BEFORE_ANSWER, Point.AFTER_ANSWER);
        /** Something is put on the record, and the run stays where it was. */
        private static final Passage NOTE = new Passage(Point.BEFORE_NOTE, Point.AFTER_NOTE);

        /** What is first on the record of a step says what it is; a turn is what it leads to. */
        static Passage of(Step step) {
            return step.entries().stream()
                    .map(Entry::kind)
                    .filter(kind -> kind != Entry.Kind.TURN)
                    .findFirst()
                    .map(Passage::of)
                    .orElse(NOTE);
        }

        private static Passage of(Entry.Kind kind) {
            return switch (kind) {
                case SAID -> HEARD;
                case ASKED, LOST, MOVED -> PARK;
                case DECIDED, VOTED, EDITED, EXPIRED -> DECIDE;
                case CLEARED, STARTED, DELEGATED -> START;
                case DONE, REFUSED -> DONE;
                case ANSWER, CLOSED -> ANSWER;
                case TURN, STUMBLED, DECLINED, PRODDED, UNDELIVERED, REVOKED -> NOTE;
            };
        }
    }
}
