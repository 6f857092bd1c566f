package dev.countersign.agent.run;

import dev.countersign.agent.grant.Grants;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All four ports of the store in plain maps under one lock; for tests, and safe for threads. */
public final class MapStore implements RunStore {
    final Map<String, Row> rows = new LinkedHashMap<>();
    final Map<String, Map<String, Call>> calls = new HashMap<>();
    final Map<QuestionKey, Kept> questions = new LinkedHashMap<>();
    private final Map<String, List<Message>> messages = new HashMap<>();
    private final Map<String, String> blueprints = new HashMap<>();
    private final MapOutbox outbox;
    private final MapPostbox postbox;
    private final MapArchive archive;
    private final MapGrants grants;
    private final InstantSource clock;

    public MapStore(InstantSource clock) {
        outbox = new MapOutbox(this, clock);
        postbox = new MapPostbox(this, clock);
        archive = new MapArchive(this);
        grants = new MapGrants(this);
        this.clock = clock;
    }

    /** A run with who holds it; {@code due} is also when the hold runs out. */
    record Row(Run run, Optional<String> owner, Optional<Instant> due, String title) {
        boolean dueAt(Instant now) {
            return due.filter(at -> !at.isAfter(now)).isPresent();
        }
    }

    record Kept(String run, Question question) {}

    public Outbox outbox() {
        return outbox;
    }

    public Postbox postbox() {
        return postbox;
    }

    public Grants grants() {
        return grants;
    }

    public Archive archive() {
        return archive;
    }

    @Override
    public synchronized Optional<Run> load(String id) {
        return Optional.ofNullable(rows.get(id)).map(Row::run);
    }

    @Override
    public synchronized Optional<Run> asking(QuestionKey key) {
        return Optional.ofNullable(questions.get(key)).flatMap(kept -> load(kept.run()));
    }

    @Override
    public synchronized Optional<Run> at(Conversation place) {
        return rows.values().stream()
                .map(Row::run)
                .filter(run -> run.origin().place().equals(place))
                .filter(run -> !(run.phase() instanceof Phase.Closed))
                .max(Comparator.comparing((Run run) -> run.origin().started())
                        .thenComparing(Run::id));
    }

    @Override
    public synchronized Optional<String> startedBy(DeliveryId delivery) {
        return postbox.consumer(delivery);
    }

    @Override
    public synchronized Run commit(Commit commit) {
        var before = commit.before();
        var row = Optional.ofNullable(rows.get(before.id()));
        if (row.map(r -> r.run().version()).orElse(0L) != before.version()
                || commit.consumed().filter(postbox::isConsumed).isPresent()
                || !grants.allows(commit.step().grants(), clock.instant())) {
            throw new StaleRun(before.id(), before.version());
        }
        var step = commit.step();
        var kept = step.run().at(before.version() + 1);
        commit.consumed().ifPresent(delivery -> postbox.consume(delivery, before.id()));
        var due = commit.lease().map(Lease::until).or(commit::due);
        var title = row.map(Row::title).filter(t -> !t.isEmpty()).orElse(title(step));
        rows.put(before.id(), new Row(kept, commit.lease().map(Lease::owner), due, title));
        keepParts(before, step);
        return kept;
    }

    private void keepParts(Run before, Step step) {
        messages.computeIfAbsent(before.id(), id -> new ArrayList<>()).addAll(step.said());
        var mine = calls.computeIfAbsent(before.id(), id -> new LinkedHashMap<>());
        step.calls().forEach(call -> mine.put(call.id(), call));
        step.run().calls().forEach(call -> mine.put(call.id(), call));
        // A question that is asked again is settled and open in one step: the new version stays.
        step.settled().forEach(q -> questions.put(q.key(), new Kept(before.id(), q)));
        step.run().questions().forEach(q -> questions.put(q.key(), new Kept(before.id(), q)));
        outbox.add(before.id(), step.outbox());
        archive.append(before.id(), step.entries());
        grants.apply(step.grants());
    }

    private static String title(Step step) {
        return step.said().stream()
                .filter(Message.User.class::isInstance)
                .map(said -> ((Message.User) said).text())
                .findFirst()
                .orElse("");
    }

    @Override
    public synchronized List<Message> messages(String run, int from) {
        var all = messages.getOrDefault(run, List.of());
        return List.copyOf(all.subList(Math.min(from, all.size()), all.size()));
    }

    @Override
    public synchronized List<Run> claim(Lease lease, Instant now, int most) {
        var due = rows.values().stream()
                .filter(row -> row.dueAt(now))
                .sorted(Comparator.comparing(row -> row.due().orElseThrow()))
                .limit(most)
                .toList();
        return due.stream().map(row -> take(row, lease)).toList();
    }

    private Run take(Row row, Lease lease) {
        var taken = row.run().at(row.run().version() + 1);
        hold(new Row(taken, row.owner(), row.due(), row.title()), lease);
        return taken;
    }

    @Override
    public synchronized void renew(Lease lease, Set<String> runs) {
        rows.values().stream()
                .filter(row -> runs.contains(row.run().id()))
                .filter(row -> row.owner().equals(Optional.of(lease.owner())))
                .toList()
                .forEach(row -> hold(row, lease));
    }

    @Override
    public synchronized void release(String owner, Instant now) {
        rows.values().stream()
                .filter(row -> row.owner().equals(Optional.of(owner)))
                .toList()
                .forEach(row -> rows.put(
                        row.run().id(),
                        new Row(row.run(), Optional.empty(), Optional.of(now), row.title())));
        outbox.release(owner, now);
        postbox.release(owner, now);
    }

    private void hold(Row row, Lease lease) {
        var held = new Row(
                row.run(), Optional.of(lease.owner()), Optional.of(lease.until()), row.title());
        rows.put(row.run().id(), held);
    }

    @Override
    public synchronized List<QuestionKey> due(Instant now, int most) {
        return questions.values().stream()
                .map(Kept::question)
                .filter(Question::open)
                .filter(q -> q.timing().next().filter(at -> !at.isAfter(now)).isPresent())
                .sorted(Comparator.comparing(q -> q.timing().next().orElseThrow()))
                .limit(most)
                .map(Question::key)
                .toList();
    }

    @Override
    public synchronized Optional<Instant> nextDue() {
        var asked = questions.values().stream()
                .map(Kept::question)
                .filter(Question::open)
                .flatMap(q -> q.timing().next().stream());
        return Stream.concat(rows.values().stream().flatMap(row -> row.due().stream()), asked)
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized void keepBlueprint(String hash, String form) {
        blueprints.putIfAbsent(hash, form);
    }

    @Override
    public synchronized Optional<String> blueprint(String hash) {
        return Optional.ofNullable(blueprints.get(hash));
    }
}
