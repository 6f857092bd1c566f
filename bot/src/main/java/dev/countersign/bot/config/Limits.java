package dev.countersign.bot.config;

import java.time.Duration;
import java.util.List;

/** How much of everything there may be; sizes are in bytes, reminders in per cent of the wait. */
public record Limits(
        int turns,
        int callsPerTurn,
        int openQuestionsPerRun,
        int openQuestions,
        int argumentBytes,
        int resultBytes,
        int resultBytesToModel,
        int mailBytes,
        int bodyBytes,
        Duration questionExpires,
        List<Integer> remindAt,
        int deliveryTries,
        Duration deliveryWindow,
        Duration modelCall,
        Duration toolCall) {

    private static final int KB = 1024;

    public static final Limits DEFAULT = new Limits(
            25,
            16,
            50,
            10_000,
            64 * KB,
            256 * KB,
            16 * KB,
            1024 * KB,
            256 * KB,
            Duration.ofHours(24),
            List.of(50, 80),
            8,
            Duration.ofHours(6),
            Duration.ofSeconds(120),
            Duration.ofSeconds(60));

    public Limits {
        remindAt = List.copyOf(remindAt);
        positive("turns", turns);
        positive("callsPerTurn", callsPerTurn);
        positive("openQuestionsPerRun", openQuestionsPerRun);
        positive("openQuestions", openQuestions);
        positive("argumentBytes", argumentBytes);
        positive("resultBytes", resultBytes);
        positive("resultBytesToModel", resultBytesToModel);
        positive("mailBytes", mailBytes);
        positive("bodyBytes", bodyBytes);
        positive("deliveryTries", deliveryTries);
        lasting("questionExpires", questionExpires);
        lasting("deliveryWindow", deliveryWindow);
        lasting("modelCall", modelCall);
        lasting("toolCall", toolCall);
        if (remindAt.stream().anyMatch(p -> p <= 0 || p >= 100)) {
            throw new IllegalArgumentException(
                    "remindAt: " + remindAt + " are per cent of the wait, each between 1 and 99");
        }
        if (resultBytesToModel > resultBytes) {
            throw new IllegalArgumentException("resultBytesToModel: " + resultBytesToModel
                    + " is more than the " + resultBytes + " of resultBytes that are kept");
        }
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
