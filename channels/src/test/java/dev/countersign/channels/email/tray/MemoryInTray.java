package dev.countersign.channels.email.tray;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A tray in memory, which can be made to fail as a database does. */
public final class MemoryInTray implements InTray {
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private BooleanSupplier failing = () -> false;

    /** Keeping fails whenever this says so. */
    public synchronized void failing(BooleanSupplier when) {
        failing = when;
    }

    private record Row(RawMail mail, Instant due, String what) {
        Row at(Instant when) {
            return new Row(mail, when, what);
        }

        Row tried(Instant when, String why) {
            var again = new RawMail(
                    mail.name(), mail.door(), mail.raw(), mail.received(), mail.tries() + 1);
            return new Row(again, when, why);
        }
    }

    @Override
    public synchronized boolean keep(RawMail mail, Instant due) {
        if (failing.getAsBoolean()) {
            throw new IllegalStateException("the database is down");
        }
        return rows.putIfAbsent(mail.name(), new Row(mail, due, "")) == null;
    }

    @Override
    public synchronized List<RawMail> claim(Instant now, Instant until, int most) {
        var due = rows.values().stream()
                .filter(row -> !row.due().isAfter(now))
                .map(Row::mail)
                .limit(most)
                .toList();
        due.forEach(mail -> rows.computeIfPresent(mail.name(), (name, row) -> row.at(until)));
        return due;
    }

    @Override
    public synchronized void done(String name, String what) {
        rows.computeIfPresent(name, (same, row) -> new Row(row.mail(), Instant.MAX, what));
    }

    @Override
    public synchronized void again(String name, String why, Instant due) {
        rows.computeIfPresent(name, (same, row) -> row.tried(due, why));
    }

    @Override
    public synchronized void aside(String name, String why) {
        rows.computeIfPresent(name, (same, row) -> row.tried(Instant.MAX, "aside: " + why));
    }

    @Override
    public synchronized void forget(Instant before) {
        rows.values().removeIf(row -> row.mail().received().isBefore(before));
    }

    /** What became of each mail, in the order in which they came. */
    public synchronized List<String> outcomes() {
        return rows.values().stream().map(Row::what).toList();
    }
}
