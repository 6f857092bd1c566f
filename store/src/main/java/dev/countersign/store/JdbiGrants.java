package dev.countersign.store;

import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.grant.Grants;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Grants as rows; a use is one conditional update within the step that uses it. */
public final class JdbiGrants implements Grants {
    private static final String ALIVE =
            "until_at > :now and uses < max_uses and revoked_at is null and format <= :format";

    private final Database database;

    public JdbiGrants(Database database) {
        this.database = database;
    }

    @Override
    public List<Held> alive(Instant now) {
        return held("true", "made_at desc, id desc", now, query -> query);
    }

    @Override
    public List<Held> aliveFor(String agent, String tool, Instant now) {
        return held("agent = :agent and tool = :tool", "made_at, id", now, query -> query.bind(
                        "agent", IndexedText.name(agent))
                .bind("tool", IndexedText.name(tool)));
    }

    private List<Held> held(String which, String order, Instant now, UnaryOperator<Query> binding) {
        return database.read(handle -> binding.apply(
                        handle.createQuery("select format, form, uses, id from grants where "
                                        + ALIVE + " and <which> order by <order>")
                                .define("which", which)
                                .define("order", order)
                                .bind("now", Moment.of(now))
                                .bind("format", Codec.FORMAT))
                .map((rs, context) -> new Held(
                        Codec.read(
                                Grant.class,
                                rs.getInt(1),
                                rs.getString(2),
                                "grant " + rs.getString(4)),
                        rs.getInt(3)))
                .list());
    }

    @Override
    public boolean revoke(String id, String by, Instant now) {
        return database.transact(handle -> end(handle, id, by, now));
    }

    private static boolean end(Handle handle, String id, String by, Instant now) {
        return handle.createUpdate("update grants set revoked_at = :now, revoked_by = :by"
                                + " where id = :id and " + ALIVE)
                        .bind("now", Moment.of(now))
                        .bind("by", IndexedText.name(by))
                        .bind("id", IndexedText.name(id))
                        .bind("format", Codec.FORMAT)
                        .execute()
                == 1;
    }

    /** Keeps what a step does to grants; false when one that it uses holds no more. */
    static boolean keep(Handle handle, List<GrantChange> changes, Instant now) {
        return changes.stream().allMatch(change -> switch (change) {
            case GrantChange.Made made -> insert(handle, made.grant());
            case GrantChange.Used used -> use(handle, used.grant(), now);
            case GrantChange.Revoked over -> end(handle, over.grant(), over.by(), now);
        });
    }

    private static boolean insert(Handle handle, Grant grant) {
        handle.createUpdate("insert into grants (id, agent, tool, made_at, until_at, uses,"
                        + " max_uses, format, form) values (:id, :agent, :tool, :made, :until, 0,"
                        + " :most, :format, :form)")
                .bind("id", grant.id())
                .bind("agent", IndexedText.name(grant.scope().agent()))
                .bind("tool", IndexedText.name(grant.scope().bound().tool()))
                .bind("made", Moment.of(grant.made()))
                .bind("until", Moment.of(grant.until()))
                .bind("most", grant.maxUses())
                .bind("format", Codec.FORMAT)
                .bind("form", Codec.write(Grant.class, grant))
                .execute();
        return true;
    }

    private static boolean use(Handle handle, String id, Instant now) {
        return handle.createUpdate("update grants set uses = uses + 1 where id = :id and " + ALIVE)
                        .bind("id", id)
                        .bind("now", Moment.of(now))
                        .bind("format", Codec.FORMAT)
                        .execute()
                == 1;
    }
}
