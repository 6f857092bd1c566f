package dev.countersign.channels.web.html;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** A point in time, in UTC and saying so; the script shows it in the reader's own zone. */
public final class Moment {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private Moment() {}

    public static Html of(Instant at) {
        var exact = at.truncatedTo(ChronoUnit.SECONDS).toString();
        return tag("time", attr("datetime", exact), text(UTC.format(at)));
    }
}
