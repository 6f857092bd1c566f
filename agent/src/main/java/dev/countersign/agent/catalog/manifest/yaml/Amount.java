package dev.countersign.agent.catalog.manifest.yaml;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90s}, {@code 30m}, {@code 4h}, {@code 1d}, PT1H. */
final class Amount {
    static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern SHORT = Pattern.compile(
            "(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?" + "(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?");

    private Amount() {}

    /** The duration, if this is one that is longer than nothing and shorter than ten years. */
    static Optional<Duration> of(String text) {
        return parsed(text).filter(d -> d.isPositive() && d.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> parsed(String text) {
        var match = SHORT.matcher(text);
        if (!text.isEmpty() && match.matches()) {
            return Optional.of(Duration.ofDays(number(match.group(1)))
                    .plusHours(number(match.group(2)))
                    .plusMinutes(number(match.group(3)))
                    .plusSeconds(number(match.group(4))));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // said by the caller, who knows where it stands
        }
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
