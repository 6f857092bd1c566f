package dev.countersign.store.ticket;

import dev.countersign.channels.QuestionKey;
import dev.countersign.store.Database;
import dev.countersign.store.SqlFault;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tickets of mails as rows; the first under a name stays. Safe for threads and replicas. */
public final class JdbiTickets {
    private static final String INSERT = """
            insert into ticket (name, salt, question, version, place, subject, root, person,
                address, made_at, expires_at, used_at)
            values (:name, :salt, :question, :version, :place, :subject, :root, :person,
                :address, :made, :expires, :used)""";

    private static final String SELECT = """
            select name, salt, question, version, place, subject, root, person, address, made_at,
                expires_at, used_at
            from ticket where name = :name""";

    private static final String PRUNE = """
            delete from ticket where made_at < :before
            and question in (select q.name from question q where q.is_open = false)""";

    /** Those of a thread stay while its run may go on, and as long as it might begin. */
    private static final String PRUNE_THREADS = """
            delete from ticket where made_at < :before and question is null
            and not exists (select 1 from run r
                where r.place = ticket.place and r.phase <> 'closed')""";

    private final Database database;

    public JdbiTickets(Database database) {
        this.database = database;
    }

    /** Keeps a ticket; one that is kept already under this name stays, and is returned. */
    public KeptTicket keep(KeptTicket ticket) {
        try {
            return database.transact(handle -> {
                insert(handle, ticket);
                return find(handle, ticket.name()).orElseThrow();
            });
        } catch (RuntimeException failure) {
            if (SqlFault.of(failure) == SqlFault.DUPLICATE) {
                return named(ticket.name()).orElseThrow(() -> failure);
            }
            throw failure;
        }
    }

    private static void insert(Handle handle, KeptTicket ticket) {
        handle.createUpdate(INSERT)
                .bind("name", IndexedText.name(ticket.name()))
                .bind("salt", ticket.salt())
                .bind("question", ticket.question().map(key -> IndexedText.name(key.value())))
                .bind("version", ticket.version())
                .bind("place", IndexedText.clean(ticket.place()))
                .bind("subject", IndexedText.clean(ticket.subject()))
                .bind("root", IndexedText.clean(ticket.root()))
                .bind("person", IndexedText.clean(ticket.person()))
                .bind("address", IndexedText.clean(ticket.address()))
                .bind("made", Moment.of(ticket.made()))
                .bind("expires", ticket.expires().map(Moment::of))
                .bind("used", ticket.used().map(Moment::of))
                .execute();
        var hashes = handle.prepareBatch(
                "insert into ticket_hash (ticket, kind, hash) values (:ticket, :kind, :hash)");
        ticket.hashes()
                .forEach((kind, hash) -> hashes.bind("ticket", IndexedText.name(ticket.name()))
                        .bind("kind", kind)
                        .bind("hash", hash)
                        .add());
        if (hashes.size() > 0) {
            hashes.execute();
        }
    }

    public Optional<KeptTicket> named(String name) {
        return database.read(handle -> find(handle, name));
    }

    /** The ticket that has this hash, of whatever kind. */
    public Optional<KeptTicket> byHash(String hash) {
        return database.read(handle -> handle.createQuery(
                        "select ticket from ticket_hash where hash = :hash order by ticket limit 1")
                .bind("hash", IndexedText.name(hash))
                .mapTo(String.class)
                .findOne()
                .flatMap(name -> find(handle, name)));
    }

    /** Marks that its question was decided with it; the first mark stays. */
    public void used(String name, Instant at) {
        database.inTransaction(handle -> handle.createUpdate(
                        "update ticket set used_at = :at where name = :name and used_at is null")
                .bind("at", Moment.of(at))
                .bind("name", IndexedText.name(name))
                .execute());
    }

    /** Forgets tickets from before this moment whose question or run has ended; says how many. */
    public int prune(Instant before) {
        return database.transact(handle -> Stream.of(PRUNE, PRUNE_THREADS)
                .mapToInt(sql -> handle.createUpdate(sql)
                        .bind("before", Moment.of(before))
                        .execute())
                .sum());
    }

    private static Optional<KeptTicket> find(Handle handle, String name) {
        var key = IndexedText.name(name);
        Map<String, String> hashes = new HashMap<>();
        handle.createQuery("select kind, hash from ticket_hash where ticket = :name")
                .bind("name", key)
                .map((rs, context) -> Map.entry(rs.getString(1), rs.getString(2)))
                .forEach(hash -> hashes.put(hash.getKey(), hash.getValue()));
        return handle.createQuery(SELECT).bind("name", key).map(row(hashes)).findOne();
    }

    private static RowMapper<KeptTicket> row(Map<String, String> hashes) {
        return (rs, context) -> new KeptTicket(
                rs.getString("name"),
                rs.getString("salt"),
                Optional.ofNullable(rs.getString("question")).map(QuestionKey::new),
                rs.getInt("version"),
                rs.getString("place"),
                rs.getString("subject"),
                rs.getString("root"),
                rs.getString("person"),
                rs.getString("address"),
                hashes,
                moment(rs.getObject("made_at", OffsetDateTime.class)).orElseThrow(),
                moment(rs.getObject("expires_at", OffsetDateTime.class)),
                moment(rs.getObject("used_at", OffsetDateTime.class)));
    }

    private static Optional<Instant> moment(OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
