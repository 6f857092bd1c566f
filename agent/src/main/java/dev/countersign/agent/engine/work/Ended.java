package dev.countersign.agent.engine.work;

/** How work that had a limit of time ended. */
public sealed interface Ended<T> {
    /** It gave this, in time. */
    record Gave<T>(T value) implements Ended<T> {}

    /** It failed by itself, in time. */
    record Failed<T>(Throwable cause) implements Ended<T> {}

    /** It was interrupted, because the process stops. */
    record Stopped<T>() implements Ended<T> {}

    /** It was given up at its limit; whatever it gives afterwards is not looked at. */
    record GivenUp<T>() implements Ended<T> {}
}
