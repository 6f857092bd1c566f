package dev.countersign.bot.config;

import java.time.Duration;

/**
 * How much of everything there may be, as far as an operator sets it; sizes are in bytes. Limits
 * that a promise of ours rests on are constants beside the code that keeps them.
 */
public record Limits(
        int turns,
        int callsPerTurn,
        int openQuestions,
        int mailBytes,
        int bodyBytes,
        Duration modelCall,
        Duration toolCall,
        int runTokens,
        Duration lease) {

    private static final int KB = 1024;

    public static final Limits DEFAULT = new Limits(
            25,
            16,
            10_000,
            1024 * KB,
            256 * KB,
            Duration.ofSeconds(120),
            Duration.ofSeconds(60),
            2_000_000,
            Duration.ofSeconds(30));

    public Limits {
        positive("turns", turns);
        positive("callsPerTurn", callsPerTurn);
        positive("openQuestions", openQuestions);
        positive("mailBytes", mailBytes);
        positive("bodyBytes", bodyBytes);
        positive("runTokens", runTokens);
        lasting("modelCall", modelCall);
        lasting("toolCall", toolCall);
        lasting("lease", lease);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " must be more than 0");
        }
    }

    private static void lasting(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " must be more than 0s");
        }
    }
}
