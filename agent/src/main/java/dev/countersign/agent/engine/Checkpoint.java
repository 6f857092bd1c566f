package dev.countersign.agent.engine;

/** Told when work passes a point at which a crash must do no harm; tests end the process there. */
@FunctionalInterface
public interface Checkpoint {
    Checkpoint NONE = point -> {};

    void reached(Point point);

    /** The points, in the order in which an approval passes them. */
    enum Point {
        BEFORE_INBOX,
        AFTER_INBOX,
        BEFORE_TURN,
        BEFORE_PARK,
        AFTER_PARK,
        BEFORE_DECIDE,
        AFTER_DECIDE,
        BEFORE_TOOL,
        AFTER_TOOL,
        BEFORE_ANSWER,
        AFTER_ANSWER,
        BEFORE_SEND,
        AFTER_SEND
    }
}
