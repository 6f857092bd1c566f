package dev.countersign.agent.engine.work;

import java.time.Instant;

/** Wakes one worker: at once when it is rung, and when the time has come that it was told of. */
public interface Bell extends AutoCloseable {
    void ring();

    /** Rings by itself at this time, if nothing rings before. */
    void ringAt(Instant time);

    /** Does the work now, and again whenever it rings. */
    void whenRung(String name, Runnable work);

    /** Stops after the round that is being worked: what it takes is not left half taken. */
    @Override
    void close();
}
