package dev.countersign.bot.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Where a command runs: what it reads, where it prints, and what time it is there. */
public record Terminal(
        Map<String, String> environment,
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Clock clock) {

    /** The terminal of this process. */
    public static Terminal ours() {
        return new Terminal(
                System.getenv(),
                System.in,
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                Clock.systemUTC());
    }

    Api api() {
        return Api.in(environment);
    }

    /** Prints a line; what a model or a tool wrote cannot steer the terminal. */
    public void say(String text) {
        out.println(harmless(text));
        out.flush();
    }

    /** Prints a line where errors go. */
    public void complain(String text) {
        err.println(harmless(text));
        err.flush();
    }

    void json(JsonNode node) {
        say(node.toPrettyString());
    }

    private static String harmless(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(steers(c) ? '?' : c));
        return safe.toString();
    }

    private static boolean steers(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t'
                || Character.getType(c) == Character.FORMAT;
    }

    /** How long it is until then, or since then, as people say it. */
    String fromNow(String instant) {
        try {
            var between = Duration.between(clock.instant(), Instant.parse(instant));
            return between.isNegative()
                    ? rounded(between.negated()) + " ago"
                    : "in " + rounded(between);
        } catch (DateTimeException noTime) {
            return "";
        }
    }

    private static String rounded(Duration time) {
        if (time.compareTo(Duration.ofDays(2)) >= 0) {
            return time.toDays() + " days";
        }
        if (time.compareTo(Duration.ofHours(2)) >= 0) {
            return time.toHours() + " h";
        }
        return time.compareTo(Duration.ofMinutes(2)) >= 0
                ? time.toMinutes() + " min"
                : time.toSeconds() + " s";
    }
}
