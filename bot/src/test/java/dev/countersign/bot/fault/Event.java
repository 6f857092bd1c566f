package dev.countersign.bot.fault;

/** One line of the history of a run: what was said, told, done, or found in the end. */
sealed interface Event {

    /** A client was told that its run is there; it is to make this object. */
    record Begun(String client, String run, String object) implements Event {}

    /** A client was shown what would run. */
    record Shown(String run, String question, String kind, String digest) implements Event {}

    /** Somebody says what shall be. */
    record Says(String person, String question, String verdict) implements Event {}

    /** What they were told; {@code verdict} and {@code by} are empty where nothing was promised. */
    record Told(String person, String question, int status, String verdict, String by)
            implements Event {}

    /** The last words that a client read. */
    record Answered(String run, String words) implements Event {}

    /** Something went wrong, on purpose; or somebody had to try again. */
    record Happened(String where, String what) implements Event {}

    /** One line of the record that matters here. */
    record Recorded(
            String run,
            int number,
            String kind,
            String question,
            String call,
            String by,
            String verdict,
            String digest)
            implements Event {}

    /** How a question stands in the end. */
    record Stands(String question, String run, String state, String by) implements Event {}

    /** Where a run is in the end. */
    record Rests(String run, String phase) implements Event {}

    /** What the cluster saw; {@code asAsked} when the object is what the client asked for. */
    record Changed(String object, int times, boolean asAsked) implements Event {}

    /** A program was told of a decision. */
    record Heard(String id, String question) implements Event {}

    /** A secret was found where it must not be. */
    record Leaked(String secret, String where) implements Event {}

    /** What was still to do when nobody had touched anything for a while. */
    record Quiet(int messages, int deliveries, int questions) implements Event {}
}
