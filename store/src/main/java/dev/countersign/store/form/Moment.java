package dev.countersign.store.form;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time as both databases keep it: to the microsecond, before it is stored or compared. */
public final class Moment {
    private Moment() {}

    public static Instant of(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}
