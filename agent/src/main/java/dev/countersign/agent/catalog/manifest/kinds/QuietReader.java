package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.hours.Quiet;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads the hours in which nobody is reminded; their zone is written, never guessed. */
final class QuietReader {
    private QuietReader() {}

    static Optional<Quiet> read(Section section) {
        var from = time(section, "from");
        var to = time(section, "to");
        var zone = section.needText("zone");
        var days = section.someOf("days", DayOfWeek.class);
        section.done();
        if (!zone.isEmpty() && !isZone(zone)) {
            section.error(
                    "zone", "\"" + zone + "\" is no time zone. Write one like Europe/Berlin.");
            return Optional.empty();
        }
        if (days.size() == DayOfWeek.values().length) {
            section.error("days", "Every day is quiet, so nobody would ever be reminded.");
        }
        return from.isEmpty() || to.isEmpty() || zone.isEmpty()
                ? Optional.empty()
                : Optional.of(new Quiet(from.get(), to.get(), List.copyOf(days), zone));
    }

    private static Optional<LocalTime> time(Section section, String key) {
        var text = section.needText(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalTime.parse(text));
        } catch (DateTimeException e) {
            section.error(
                    key, "\"" + text + "\" is no time of day. Write it in quotes: \"22:00\".");
            return Optional.empty();
        }
    }

    private static boolean isZone(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone) || zone.equals("UTC");
    }
}
