package dev.countersign.agent.run;

import dev.countersign.agent.run.MapStore.Kept;
import dev.countersign.agent.run.MapStore.Row;
import dev.countersign.channels.QuestionKey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The archive of {@link MapStore}, under its lock. */
final class MapArchive implements Archive {
    private final MapStore store;
    private final List<Recorded> lines = new ArrayList<>();
    private final Map<String, List<Recorded>> byRun = new HashMap<>();

    MapArchive(MapStore store) {
        this.store = store;
    }

    void append(String run, List<Entry> entries) {
        var mine = byRun.computeIfAbsent(run, id -> new ArrayList<>());
        for (var entry : entries) {
            var previous = mine.isEmpty() ? "" : mine.getLast().hash();
            var number = mine.size() + 1L;
            var hash = hash(previous + run + number + entry);
            mine.add(new Recorded(lines.size() + 1L, run, number, entry, previous, hash));
            lines.add(mine.getLast());
        }
    }

    private static String hash(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    @Override
    public Page<Line> runs(Filter filter) {
        synchronized (store) {
            var found = store.rows.values().stream()
                    .map(this::line)
                    .filter(line -> matches(filter.phase(), line.phase()))
                    .filter(line -> matches(filter.agent(), line.agent()))
                    .filter(line -> matches(filter.requester(), line.requester()))
                    .sorted(Comparator.comparing(Line::started)
                            .thenComparing(Line::id)
                            .reversed());
            return page(found, Line::id, filter.after(), filter.most());
        }
    }

    @Override
    public List<Line> family(String root, int most) {
        synchronized (store) {
            return store.rows.values().stream()
                    .filter(row -> row.run()
                            .origin()
                            .parent()
                            .filter(parent -> parent.root().equals(root))
                            .isPresent())
                    .map(this::line)
                    .sorted(Comparator.comparing(Line::started).thenComparing(Line::id))
                    .limit(most)
                    .toList();
        }
    }

    private static boolean matches(Optional<String> wanted, String actual) {
        return wanted.isEmpty() || wanted.get().equals(actual);
    }

    private Line line(Row row) {
        var run = row.run();
        return new Line(
                run.id(),
                run.origin().agent(),
                run.origin().requester(),
                run.phase().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                row.title(),
                run.questions().size(),
                run.origin().started());
    }

    private static <T> Page<T> page(
            Stream<T> stream, Function<T, String> name, Optional<String> after, int most) {
        var all = stream.toList();
        after.filter(cursor -> all.stream().map(name).noneMatch(cursor::equals)).ifPresent(no -> {
            throw new NoSuchPlace(no);
        });
        var rest = all.stream()
                .dropWhile(item -> after.isPresent() && !name.apply(item).equals(after.get()))
                .skip(after.isPresent() ? 1 : 0)
                .toList();
        var items = rest.subList(0, Math.min(most, rest.size()));
        return new Page<>(
                items,
                rest.size() > most ? Optional.of(name.apply(items.getLast())) : Optional.empty());
    }

    @Override
    public List<Call> calls(String run) {
        synchronized (store) {
            return store.calls.getOrDefault(run, Map.of()).values().stream()
                    .sorted(Comparator.comparing(Call::turn).thenComparing(Call::position))
                    .toList();
        }
    }

    @Override
    public List<Question> questions(String run) {
        synchronized (store) {
            return store.questions.values().stream()
                    .filter(kept -> kept.run().equals(run))
                    .map(Kept::question)
                    .sorted(byAge())
                    .toList();
        }
    }

    private static Comparator<Question> byAge() {
        return Comparator.comparing((Question q) -> q.timing().opened())
                .thenComparing(q -> q.key().value());
    }

    @Override
    public Optional<Asked> question(QuestionKey key) {
        synchronized (store) {
            return Optional.ofNullable(store.questions.get(key)).map(this::asked);
        }
    }

    private Asked asked(Kept kept) {
        var origin = store.rows.get(kept.run()).run().origin();
        return new Asked(kept.run(), origin.agent(), origin.requester(), kept.question());
    }

    @Override
    public Page<Asked> questions(boolean open, Optional<String> after, int most) {
        synchronized (store) {
            var found = store.questions.values().stream()
                    .filter(kept -> kept.question().open() == open)
                    .sorted(Comparator.comparing(Kept::question, byAge()).reversed())
                    .map(this::asked);
            return page(found, asked -> asked.question().key().value(), after, most);
        }
    }

    @Override
    public List<Recorded> record(String run, long from) {
        synchronized (store) {
            return byRun.getOrDefault(run, List.of()).stream()
                    .filter(line -> line.number() >= from)
                    .toList();
        }
    }

    @Override
    public List<Recorded> everything(long afterId, int most) {
        synchronized (store) {
            return lines.stream()
                    .filter(line -> line.id() > afterId)
                    .limit(most)
                    .toList();
        }
    }

    @Override
    public long open() {
        synchronized (store) {
            return store.questions.values().stream()
                    .filter(kept -> kept.question().open())
                    .count();
        }
    }
}
