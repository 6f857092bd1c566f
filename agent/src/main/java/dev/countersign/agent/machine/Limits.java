package dev.countersign.agent.machine;

/** How far a run may go before it is stopped. */
public record Limits(int turnsBetweenMessages, int callsPerTurn, int attempts, long runTokens) {
    public static final Limits DEFAULT = new Limits(25, 16, 3, 2_000_000);
}
