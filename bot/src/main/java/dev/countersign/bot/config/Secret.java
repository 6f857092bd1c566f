package dev.countersign.bot.config;

import java.nio.charset.StandardCharsets;

/** A value that never shows itself: it prints as dots, and is read only by who asks for it. */
public record Secret(String reveal) {

    public static final Secret NONE = new Secret("");

    /** As keys are made of. */
    public byte[] bytes() {
        return reveal.getBytes(StandardCharsets.UTF_8);
    }

    public boolean isEmpty() {
        return reveal.isEmpty();
    }

    @Override
    public String toString() {
        return reveal.isEmpty() ? "" : "...";
    }
}
