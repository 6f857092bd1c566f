package dev.countersign.agent.grant;

/** What a step does to grants; kept in the same transaction as the step. */
public sealed interface GrantChange {
    /** A person has given it. */
    record Made(Grant grant) implements GrantChange {}

    /** It has cleared one call. */
    record Used(String grant) implements GrantChange {}

    /** Somebody has ended it before its time. */
    record Revoked(String grant, String by) implements GrantChange {}
}
