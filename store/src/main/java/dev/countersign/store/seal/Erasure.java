package dev.countersign.store.seal;

import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.agent.run.Entry;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.Moment;
import dev.countersign.store.seal.Seal.Kind;
import dev.countersign.store.seal.Seal.Part;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes a person out of what ended: their runs and those they decided in lose everything but the
 * record, and the record loses what it says of them. The chain still holds, because a seal names
 * the lines; whoever has to be asked for proof sees that something was said, and when.
 */
public final class Erasure {
    private static final int PAGE = 1_000;
    private static final String GONE = "erased";

    private final Database database;
    private final SealKey key;

    public Erasure(Database database, SealKey key) {
        this.database = database;
        this.key = key;
    }

    /** How many lines lost something, how many runs are gone, and how many still wait and stay. */
    public record Erased(int lines, int runs, int waiting) {}

    /** Takes out a person by these words: a name, mail addresses, accounts. */
    public Erased erase(Set<String> words, Instant now) {
        var seals = new Seals(database, key);
        while (seals.seal(now) == Seals.RUNS_IN_A_SEAL) {
            continue;
        }
        var said = pattern(words);
        return database.transact(handle -> erase(handle, words, said, now));
    }

    /** Whole words only: taking out li leaves list as it is. */
    private static Pattern pattern(Set<String> words) {
        return Pattern.compile(words.stream()
                .map(word ->
                        "(?<![\\p{L}\\p{N}._-])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}_-])")
                .collect(Collectors.joining("|")));
    }

    private Erased erase(Handle handle, Set<String> words, Pattern said, Instant now) {
        var mentioned = mentioned(said);
        var touched = mentioned.stream().map(Recorded::run).collect(Collectors.toSet());
        touched.addAll(handle.createQuery("select id from run where requester in (<words>)")
                .bindList("words", List.copyOf(words))
                .mapTo(String.class)
                .set());
        var there = existing(handle, touched);
        var ended = ended(handle, touched);
        var waiting = new HashSet<>(there);
        waiting.removeAll(ended);
        var lines =
                mentioned.stream().filter(line -> !waiting.contains(line.run())).toList();
        lines.forEach(line -> redact(handle, line, said));
        if (!ended.isEmpty()) {
            EndedRuns.remove(handle, List.copyOf(ended));
        }
        if (!lines.isEmpty()) {
            seal(handle, lines, now);
        }
        return new Erased(lines.size(), ended.size(), waiting.size());
    }

    private List<Recorded> mentioned(Pattern said) {
        var archive = new JdbiArchive(database);
        var found = new ArrayList<Recorded>();
        var page = archive.everything(0, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(line -> mentions(line.entry(), said)).forEach(found::add);
            page = archive.everything(page.getLast().id(), PAGE);
        }
        return found;
    }

    private static boolean mentions(Entry entry, Pattern said) {
        return entry.by().filter(by -> said.matcher(by).find()).isPresent()
                || entry.details().values().stream()
                        .anyMatch(text -> said.matcher(text).find());
    }

    private static Set<String> existing(Handle handle, Set<String> runs) {
        return runs.isEmpty()
                ? Set.of()
                : handle.createQuery("select id from run where id in (<runs>)")
                        .bindList("runs", List.copyOf(runs))
                        .mapTo(String.class)
                        .set();
    }

    private static Set<String> ended(Handle handle, Set<String> runs) {
        return runs.isEmpty()
                ? Set.of()
                : handle.createQuery(EndedRuns.SEALED + " and r.id in (<runs>)")
                        .bindList("runs", List.copyOf(runs))
                        .mapTo(String.class)
                        .set();
    }

    /** The line keeps its place, its kind, its time and its hash. */
    private static void redact(Handle handle, Recorded line, Pattern said) {
        var entry = line.entry();
        var left = new Entry(
                entry.kind(),
                entry.at(),
                entry.by().map(by -> said.matcher(by).find() ? GONE : by),
                entry.call(),
                entry.question(),
                Map.of(GONE, "personal data was taken out"));
        handle.createUpdate("update audit set form = :form where id = :id")
                .bind("form", Codec.write(Entry.class, left))
                .bind("id", line.id())
                .execute();
    }

    private void seal(Handle handle, List<Recorded> lines, Instant now) {
        var parts = lines.stream()
                .map(line -> new Part(line.run(), line.number(), line.hash()))
                .toList();
        var last = SealRows.last(handle).orElse(Seal.NONE);
        var at = Moment.of(now);
        SealRows.insert(handle, last.next(Kind.ERASED, at, last.lookedTo(), parts, key), parts);
    }
}
