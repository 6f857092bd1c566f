package dev.countersign.agent.model;

/** What the stand-in is told to answer next. */
public enum Scene {
    /** "Hello there." in words, 11 tokens in and 7 out. */
    TEXT,
    /** "I will grow it." and grow {"name":"a"} with id id-1. */
    CALL,
    /** grow {"name":"a"} with id id-1 and grow {"name":"b"} with id id-2. */
    PARALLEL,
    /** grow {"name":"a"} twice, both with id id-1. */
    IDENTICAL,
    /** grow {"name":"a"} twice, without ids. */
    NO_IDS,
    /** grow with arguments that are no JSON: {"name": */
    BAD_ARGUMENTS,
    /** "I must not." as a refusal. */
    REFUSAL,
    /** "Once upon" cut at the limit of tokens. */
    LENGTH,
    /** grow with {"na cut at the limit of tokens. */
    LENGTH_IN_CALL,
    /** Neither words nor calls. */
    EMPTY,
    /** Status 200 and half a JSON document. */
    MALFORMED,
    /** The connection ends in the middle of the answer. */
    CUT,
    /** The answer ends in good order, but after a third of it. */
    ENDED_EARLY,
    /** Status 200, and then the provider's own words that it failed. */
    FAILED_MIDWAY,
    /** No answer before the client gives up. */
    SLOW,
    /** A refusal with this status, whose words contain the key. */
    STATUS_400,
    STATUS_401,
    STATUS_403,
    STATUS_404,
    /** With {@code Retry-After: 7}. */
    STATUS_429,
    STATUS_500,
    STATUS_503
}
