package dev.countersign.store;

import dev.countersign.store.form.NewerForm;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Supplier;

/** A row that cannot be read is reported and passed over, so that it does not stop the others. */
final class Unreadable {
    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

    private Unreadable() {}

    /** What can be read of one row: one thing, or nothing. */
    static <T> List<T> passedOver(Supplier<T> reading) {
        try {
            return List.of(reading.get());
        } catch (IllegalStateException | NewerForm unreadable) {
            LOG.error(
                    "{} It is passed over until its claim runs out, then tried again; others go on",
                    unreadable.getMessage());
            return List.of();
        }
    }
}
