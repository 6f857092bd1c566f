package dev.countersign.bot.config;

/** A value that never shows itself: it prints as dots, and is read only by who asks for it. */
public record Secret(String reveal) {

    public static final Secret NONE = new Secret("");

    public boolean isEmpty() {
        return reveal.isEmpty();
    }

    @Override
    public String toString() {
        return reveal.isEmpty() ? "" : "...";
    }
}
