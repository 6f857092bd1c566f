package dev.countersign.store;

import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.QuestionKey;
import dev.countersign.store.audit.AuditChain;
import dev.countersign.store.audit.AuditChain.Broken;
import dev.countersign.store.audit.AuditChain.Link;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.IndexedText;

import org.jdbi.v3.core.result.RowView;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Rows to look at, page by page; changes nothing, safe for threads. */
public final class JdbiArchive implements Archive {
    private static final int VERIFY_PAGE = 1_000;

    private static final String ASKED =
            "select q.run_id, q.name, q.format, q.form, q.opened_at, r.agent, r.requester"
                    + " from question q join run r on r.id = q.run_id ";

    private static final String RECORDED =
            "select id, run_id, number, previous, hash, format, form from audit ";

    private final Database database;

    public JdbiArchive(Database database) {
        this.database = database;
    }

    @Override
    public Page<Line> runs(Filter filter) {
        var wanted = new TreeMap<String, String>();
        filter.phase().ifPresent(phase -> wanted.put("phase", phase));
        filter.agent().ifPresent(agent -> wanted.put("agent", IndexedText.name(agent)));
        filter.requester().ifPresent(by -> wanted.put("requester", IndexedText.name(by)));
        var sql = new StringBuilder("select id, agent, requester, phase, title, open_questions,"
                + " started_at from run where 1 = 1");
        wanted.keySet().forEach(column -> sql.append(" and " + column + " = :" + column));
        var after = filter.after().map(Cursor::parse);
        after.ifPresent(cursor -> sql.append(" and (started_at, id) < (:at, :name)"));
        sql.append(" order by started_at desc, id desc limit :most");
        var lines = database.read(handle -> {
            var query = handle.createQuery(sql.toString())
                    .bindMap(wanted)
                    .bind("most", filter.most() + 1);
            after.ifPresent(cursor -> query.bind("at", cursor.at()).bind("name", cursor.name()));
            return query.map(view -> line(view)).list();
        });
        return page(lines, filter.most(), line -> new Cursor(line.started(), line.id()));
    }

    @Override
    public List<Line> family(String root, int most) {
        return database.read(handle -> handle.createQuery("select id, agent, requester, phase,"
                        + " title, open_questions, started_at from run where root = :root"
                        + " order by started_at, id limit :most")
                .bind("root", IndexedText.name(root))
                .bind("most", most)
                .map(view -> line(view))
                .list());
    }

    private static Line line(RowView view) {
        return new Line(
                text(view, "id"),
                text(view, "agent"),
                text(view, "requester"),
                text(view, "phase"),
                text(view, "title"),
                view.getColumn("open_questions", Integer.class),
                view.getColumn("started_at", Instant.class));
    }

    private static String text(RowView view, String column) {
        return view.getColumn(column, String.class);
    }

    /** One more than was wanted has been read, to know whether there are more. */
    private static <T> Page<T> page(List<T> read, int most, Function<T, Cursor> cursor) {
        return read.size() <= most
                ? new Page<>(read, Optional.empty())
                : new Page<>(
                        read.subList(0, most),
                        Optional.of(cursor.apply(read.get(most - 1)).toString()));
    }

    @Override
    public List<Call> calls(String run) {
        return database.read(
                handle -> handle.createQuery("select format, form, id from call where run_id = :run"
                                + " order by turn, position")
                        .bind("run", IndexedText.name(run))
                        .map((rs, context) -> Codec.read(
                                Call.class,
                                rs.getInt(1),
                                rs.getString(2),
                                "call " + rs.getString(3) + " of run " + run))
                        .list());
    }

    @Override
    public List<Question> questions(String run) {
        return database.read(handle -> handle.createQuery(
                        "select format, form, name from question where run_id = :run"
                                + " order by opened_at, name")
                .bind("run", IndexedText.name(run))
                .map((rs, context) ->
                        RunReader.question(rs.getInt(1), rs.getString(2), rs.getString(3)))
                .list());
    }

    @Override
    public Optional<Asked> question(QuestionKey key) {
        return database.read(handle -> handle.createQuery(ASKED + "where q.name = :key")
                .bind("key", IndexedText.name(key.value()))
                .map(view -> asked(view))
                .findOne());
    }

    private static Asked asked(RowView view) {
        var question = RunReader.question(
                view.getColumn("format", Integer.class), text(view, "form"), text(view, "name"));
        return new Asked(
                text(view, "run_id"), text(view, "agent"), text(view, "requester"), question);
    }

    @Override
    public Page<Asked> questions(boolean open, Optional<String> after, int most) {
        var cursor = after.map(Cursor::parse);
        var behind = cursor.isPresent()
                ? "and q.opened_at <= :at and (q.opened_at, q.name) < (:at, :name) "
                : "";
        var asked = database.read(handle -> {
            // H2 follows an index only where all of its columns are sorted by; it would else read
            // every open question for the newest fifty.
            var query = handle.createQuery(ASKED + "where q.is_open = :open " + behind
                            + "order by q.is_open desc, q.opened_at desc, q.name desc limit :most")
                    .bind("open", open)
                    .bind("most", most + 1);
            cursor.ifPresent(c -> query.bind("at", c.at()).bind("name", c.name()));
            return query.map(view -> seen(view)).list();
        });
        var page = page(asked, most, Seen::place);
        return new Page<>(
                page.items().stream().flatMap(one -> one.asked().stream()).toList(), page.next());
    }

    /** A row of a list, and what can be read of it. */
    private record Seen(Cursor place, List<Asked> asked) {}

    private static Seen seen(RowView view) {
        var place = new Cursor(view.getColumn("opened_at", Instant.class), text(view, "name"));
        return new Seen(place, Unreadable.passedOver(() -> asked(view)));
    }

    @Override
    public List<Recorded> record(String run, long from) {
        return database.read(handle -> handle.createQuery(
                        RECORDED + "where run_id = :run and number >= :from order by number")
                .bind("run", IndexedText.name(run))
                .bind("from", from)
                .map(view -> recorded(view))
                .list());
    }

    @Override
    public List<Recorded> everything(long afterId, int most) {
        return database.read(
                handle -> handle.createQuery(RECORDED + "where id > :after order by id limit :most")
                        .bind("after", afterId)
                        .bind("most", most)
                        .map(view -> recorded(view))
                        .list());
    }

    private static Recorded recorded(RowView view) {
        var id = view.getColumn("id", Long.class);
        var entry = Codec.read(
                Entry.class,
                view.getColumn("format", Integer.class),
                text(view, "form"),
                "record line " + id);
        return new Recorded(
                id,
                text(view, "run_id"),
                view.getColumn("number", Long.class),
                entry,
                text(view, "previous"),
                text(view, "hash"));
    }

    @Override
    public long open() {
        return database.read(
                handle -> handle.createQuery("select count(*) from question where is_open")
                        .mapTo(Long.class)
                        .one());
    }

    /** The first line of the whole record that does not hold, its end included. */
    public Optional<Broken> verify() {
        var chain = new AuditChain(erased());
        var page = everything(0, VERIFY_PAGE);
        while (!page.isEmpty()) {
            for (var line : page) {
                var broken = chain.next(line);
                if (broken.isPresent()) {
                    return broken;
                }
            }
            page = everything(page.getLast().id(), VERIFY_PAGE);
        }
        return heads().entrySet().stream()
                .flatMap(head -> chain.endsAt(head.getKey(), head.getValue()).stream())
                .findFirst();
    }

    private Set<String> erased() {
        return database.read(
                handle -> handle.createQuery("select p.hash from seal_part p join seal s"
                                + " on s.number = p.seal where s.kind = 'erased'")
                        .mapTo(String.class)
                        .set());
    }

    private Map<String, Link> heads() {
        var heads = new TreeMap<String, Link>();
        database.read(handle -> {
            handle.createQuery("select id, audit_number, audit_hash from run")
                    .map((rs, context) ->
                            Map.entry(rs.getString(1), new Link(rs.getLong(2), rs.getString(3))))
                    .forEach(head -> heads.put(head.getKey(), head.getValue()));
            return heads;
        });
        return heads;
    }

    /** The place in a list behind which the next page begins; opaque to whoever carries it. */
    private record Cursor(Instant at, String name) {
        static Cursor parse(String text) {
            var parts = text.split("_", 2);
            if (parts.length < 2 || !parts[0].matches("-?\\d{1,18}")) {
                throw new NoSuchPlace(IndexedText.title(text));
            }
            var micros = Long.parseLong(parts[0]);
            var at = Instant.ofEpochSecond(
                    Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
            return new Cursor(at, IndexedText.name(parts[1]));
        }

        @Override
        public String toString() {
            return at.getEpochSecond() * 1_000_000L + at.getNano() / 1_000 + "_" + name;
        }
    }
}
