package dev.countersign.channels.slack.fake;

/** What goes wrong with the next call of a method. */
public sealed interface Fault {
    /** Refused for its rate, with {@code Retry-After}. */
    record Limited(int seconds) implements Fault {}

    /** A status instead of an answer; nothing was done, or all of it. */
    record Status(int code, boolean afterDoing) implements Fault {}

    /** No answer within any patience; nothing was done, or all of it. */
    record Silence(boolean afterDoing) implements Fault {}

    /** {@code ok: false} with this error. */
    record Refusal(String error) implements Fault {}
}
