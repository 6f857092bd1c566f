package dev.countersign.store;

import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.QuestionKey;
import dev.countersign.store.audit.AuditChain.Link;
import dev.countersign.store.audit.AuditHeads;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;
import dev.countersign.store.recall.ParkedLately;
import dev.countersign.store.sql.Bundle;
import dev.countersign.store.sql.Bundle.Overtaken;
import dev.countersign.store.sql.Due;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs as rows. One version number per run decides every race; safe for threads. */
public final class JdbiRunStore implements RunStore {
    private static final int MAX_KNOWN_BLUEPRINTS = 1_000;

    private static final String ASKING = "select run_id from question where name = ?";
    private static final String LATEST = "select id from run where place = ? and channel = ?"
            + " and phase <> 'closed' order by started_at desc, id desc limit 1";

    private final Database database;
    private final InstantSource clock;
    private final Scribe scribe;
    private final AuditHeads heads = new AuditHeads();
    private final RunReader reader;
    private final ParkedLately parked = new ParkedLately();
    private final Set<String> knownBlueprints = ConcurrentHashMap.newKeySet();

    public JdbiRunStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.scribe = new Scribe(database);
        this.reader = new RunReader(heads, database.tally());
    }

    @Override
    public Optional<Run> load(String id) {
        return database.look(connection ->
                reader.byId(connection, List.of(IndexedText.name(id))).stream().findFirst());
    }

    /**
     * A run that this process parked lately is still at hand. When somebody else has moved it
     * meanwhile, the next step onto it is stale, and it is read.
     */
    @Override
    public Optional<Run> asking(QuestionKey key) {
        return parked.asking(key)
                .or(() -> database.look(connection ->
                        reader.bySubquery(connection, ASKING, IndexedText.name(key.value()))));
    }

    @Override
    public Optional<Run> at(Conversation place) {
        return database.look(connection -> reader.bySubquery(
                connection,
                LATEST,
                IndexedText.name(place.place()),
                IndexedText.name(place.channel())));
    }

    @Override
    public Optional<String> startedBy(DeliveryId delivery) {
        return database.read(handle -> handle.createQuery("select run_id from inbox"
                        + " where channel = :channel and delivery = :delivery"
                        + " and run_id is not null")
                .bind("channel", IndexedText.name(delivery.channel()))
                .bind("delivery", IndexedText.name(delivery.id()))
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public Run commit(Commit commit) {
        var before = commit.before();
        try {
            var end = written(commit);
            var kept = commit.step().run().at(before.version() + 1);
            heads.keep(kept.id(), kept.version(), end);
            parked.keep(before, kept);
            return kept;
        } catch (RuntimeException failure) {
            parked.forget(before);
            throw second(failure) ? stale(before) : failure;
        }
    }

    private Link written(Commit commit) {
        var bundle = new Bundle();
        var end = write(bundle, commit);
        if (commit.step().grants().isEmpty()) {
            scribe.write(commit.before().id(), bundle);
        } else {
            database.inTransaction(handle -> withGrants(handle, commit, bundle));
        }
        return end;
    }

    /** The run moved on, or the run or the delivery is there already. */
    private static boolean second(RuntimeException failure) {
        return failure instanceof Overtaken || SqlFault.of(failure) == SqlFault.DUPLICATE;
    }

    private static StaleRun stale(Run before) {
        return new StaleRun(before.id(), before.version());
    }

    /** What the step writes; gives back where the record of the run ends then. */
    private Link write(Bundle bundle, Commit commit) {
        var before = commit.before();
        var head = before.version() == 0
                ? Link.NONE
                : heads.at(before.id(), before.version())
                        .orElseGet(() -> database.read(handle -> head(handle, before)));
        var writer = new StepWriter(bundle, commit);
        var links = writer.links(head);
        var now = Moment.of(clock.instant());
        RunRow.write(bundle, commit, links.getLast());
        writer.write(links, now);
        commit.consumed().ifPresent(id -> JdbiPostbox.consume(bundle, id, before.id(), now));
        return links.getLast();
    }

    private void withGrants(Handle handle, Commit commit, Bundle bundle) {
        database.write(handle.getConnection(), bundle);
        if (!JdbiGrants.keep(handle, commit.step().grants(), clock.instant())) {
            throw stale(commit.before());
        }
    }

    private static Link head(Handle handle, Run before) {
        return handle.createQuery("select audit_number, audit_hash from run"
                        + " where id = :id and version = :version")
                .bind("id", before.id())
                .bind("version", before.version())
                .map((rs, context) -> new Link(rs.getLong(1), rs.getString(2)))
                .findOne()
                .orElseThrow(() -> stale(before));
    }

    @Override
    public List<Message> messages(String run, int from) {
        return database.read(handle -> handle.createQuery("select format, form, number from message"
                        + " where run_id = :run and number >= :from order by number")
                .bind("run", IndexedText.name(run))
                .bind("from", from)
                .map((rs, context) -> Codec.read(
                        Message.class,
                        rs.getInt(1),
                        rs.getString(2),
                        "message " + rs.getInt(3) + " of run " + run))
                .list());
    }

    @Override
    public List<Run> claim(Lease lease, Instant now, int most) {
        return database.transact(handle -> {
            var due = dueAndFree(handle, now, most);
            return due.isEmpty() ? List.of() : take(handle, due, lease);
        });
    }

    /** Locked until the transaction ends. A row of a newer release is left to it. */
    private static List<String> dueAndFree(Handle handle, Instant now, int most) {
        return handle.createQuery("select id from run where " + Due.by("due_at")
                        + " and format <= :format order by due_at limit :most"
                        + " for update skip locked")
                .bind("now", Moment.of(now))
                .bind("format", Codec.FORMAT)
                .bind("most", most)
                .mapTo(String.class)
                .list();
    }

    private List<Run> take(Handle handle, List<String> due, Lease lease) {
        handle.createUpdate("update run set version = version + 1, claimed_by = :owner,"
                        + " due_at = :until where id in (<ids>)")
                .bind("owner", lease.owner())
                .bind("until", Moment.of(lease.until()))
                .bindList("ids", due)
                .execute();
        var found = reader.readable(handle.getConnection(), due);
        giveBack(handle, found.newer(), lease);
        return found.read().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(run -> due.indexOf(run.id())))
                .toList();
    }

    /** As if they had not been taken, but that others come first now. */
    private void giveBack(Handle handle, List<String> newer, Lease lease) {
        if (!newer.isEmpty()) {
            handle.createUpdate("update run set version = version - 1, claimed_by = null,"
                            + " due_at = :then where claimed_by = :owner and id in (<ids>)")
                    .bind("then", Moment.of(clock.instant().plus(Unreadable.LEFT_TO_OTHERS)))
                    .bind("owner", lease.owner())
                    .bindList("ids", newer)
                    .execute();
        }
    }

    @Override
    public void renew(Lease lease, Set<String> runs) {
        database.inTransaction(handle -> {
            var update = handle.prepareBatch(
                    "update run set due_at = :until where id = :id and claimed_by = :owner");
            for (var run : runs) {
                update.bind("until", Moment.of(lease.until()))
                        .bind("id", run)
                        .bind("owner", lease.owner())
                        .add();
            }
            update.execute();
        });
    }

    @Override
    public void release(String owner, Instant now) {
        database.inTransaction(handle -> {
            for (var table : List.of("run", "inbox", "outbox")) {
                handle.createUpdate("update <table> set due_at = :now, claimed_by = null"
                                + " where claimed_by = :owner and due_at > :ever")
                        .define("table", table)
                        .bind("now", Moment.of(now))
                        .bind("owner", owner)
                        .bind("ever", Instant.EPOCH)
                        .execute();
            }
        });
    }

    @Override
    public Optional<Instant> nextDue() {
        var next = "select min(due_at) from (" + Due.earliest("due_at", "run") + " union all "
                + Due.earliest("next_at", "question") + ") due";
        return database.read(h -> h.createQuery(next).mapTo(Instant.class).findOne());
    }

    @Override
    public List<QuestionKey> due(Instant now, int most) {
        return database.read(
                handle -> handle.createQuery("select name from question where " + Due.by("next_at")
                                + " and is_open and format <= :format order by next_at limit :most")
                        .bind("now", Moment.of(now))
                        .bind("format", Codec.FORMAT)
                        .bind("most", most)
                        .map((rs, context) -> new QuestionKey(rs.getString(1)))
                        .list());
    }

    @Override
    public void keepBlueprint(String hash, String form) {
        if (knownBlueprints.contains(hash)) {
            return;
        }
        try {
            database.inTransaction(handle -> insert(handle, hash, form));
        } catch (RuntimeException failure) {
            if (SqlFault.of(failure) != SqlFault.DUPLICATE) {
                throw failure;
            }
        }
        if (knownBlueprints.size() >= MAX_KNOWN_BLUEPRINTS) {
            knownBlueprints.clear();
        }
        knownBlueprints.add(hash);
    }

    private static void insert(Handle handle, String hash, String form) {
        var insert = handle.createUpdate("insert into blueprint (hash, form)"
                + " select cast(:hash as varchar), cast(:form as text)"
                + " where not exists (select 1 from blueprint where hash = :hash)");
        insert.bind("hash", hash).bind("form", form).execute();
    }

    @Override
    public Optional<String> blueprint(String hash) {
        return database.read(
                handle -> handle.createQuery("select form from blueprint where hash = :hash")
                        .bind("hash", hash)
                        .mapTo(String.class)
                        .findOne());
    }
}
