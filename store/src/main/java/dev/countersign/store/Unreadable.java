package dev.countersign.store;

import dev.countersign.store.form.NewerForm;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A row that cannot be read is reported and passed over, so that it does not stop the others. One
 * of a newer release is not held either: a server of that release may be waiting for it.
 */
final class Unreadable {
    /** For so long a row of a newer release is not looked at again, and does not stand in front. */
    static final Duration LEFT_TO_OTHERS = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
    private static final int MAX_TOLD = 1_000;
    /** What was said of rows of a newer release already; they are met again and again. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Unreadable() {}

    /** Rows that are ours to hold, and what was read of them; the others are to be put off. */
    record Sorted<R, T>(List<R> ours, List<T> read, List<R> newer) {}

    static <R, T> Sorted<R, T> sorted(List<R> rows, Function<R, T> reading) {
        var sorted = new Sorted<R, T>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (var row : rows) {
            try {
                sorted.read().add(reading.apply(row));
                sorted.ours().add(row);
            } catch (NewerForm newer) {
                sorted.newer().add(row);
                leftAlone(newer);
            } catch (IllegalStateException broken) {
                sorted.ours().add(row);
                LOG.error(
                        "{} It is passed over until its claim runs out, then tried again;"
                                + " others go on",
                        broken.getMessage());
            }
        }
        return sorted;
    }

    /** What can be read of one row: one thing, or nothing. */
    static <T> List<T> passedOver(Supplier<T> reading) {
        return sorted(List.of(reading), Supplier::get).read();
    }

    private static void leftAlone(NewerForm newer) {
        if (TOLD.size() >= MAX_TOLD) {
            TOLD.clear();
        }
        if (TOLD.add(newer.getMessage())) {
            LOG.warn("{} Servers of the newer release go on with it", newer.getMessage());
        }
    }
}
