package dev.countersign.store.seal;

import dev.countersign.store.seal.Seal.Kind;
import dev.countersign.store.seal.Seal.Part;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Seals and their parts as rows. */
final class SealRows {
    private static final String SEALS =
            "select number, kind, sealed_at, looked_to, previous, hash, signer, signature"
                    + " from seal ";

    static final RowMapper<Part> PART =
            (rs, context) -> new Part(rs.getString(1), rs.getLong(2), rs.getString(3));

    private SealRows() {}

    static Optional<Seal> last(Handle handle) {
        return handle.createQuery(SEALS + "order by number desc limit 1")
                .map((rs, context) -> seal(rs))
                .findOne();
    }

    static List<Seal> behind(Handle handle, long number, int most) {
        return handle.createQuery(SEALS + "where number > :number order by number limit :most")
                .bind("number", number)
                .bind("most", most)
                .map((rs, context) -> seal(rs))
                .list();
    }

    static List<Part> parts(Handle handle, long seal) {
        return handle.createQuery("select run_id, number, hash from seal_part where seal = :seal")
                .bind("seal", seal)
                .map(PART)
                .list();
    }

    static void insert(Handle handle, Seal seal, List<Part> parts) {
        handle.createUpdate("insert into seal (number, kind, sealed_at, looked_to, previous, hash,"
                        + " signer, signature) values (:number, :kind, :at, :looked, :previous,"
                        + " :hash, :signer, :signature)")
                .bind("number", seal.number())
                .bind("kind", seal.kind().word())
                .bind("at", seal.at())
                .bind("looked", seal.lookedTo())
                .bind("previous", seal.previous())
                .bind("hash", seal.hash())
                .bind("signer", seal.signer())
                .bind("signature", seal.signature())
                .execute();
        var rows = handle.prepareBatch("insert into seal_part (seal, run_id, number, hash)"
                + " values (:seal, :run, :number, :hash)");
        parts.forEach(part -> rows.bind("seal", seal.number())
                .bind("run", part.run())
                .bind("number", part.number())
                .bind("hash", part.hash())
                .add());
        rows.execute();
    }

    private static Seal seal(ResultSet rs) throws SQLException {
        return new Seal(
                rs.getLong("number"),
                Kind.of(rs.getString("kind")),
                rs.getObject("sealed_at", OffsetDateTime.class).toInstant(),
                rs.getLong("looked_to"),
                rs.getString("previous"),
                rs.getString("hash"),
                rs.getString("signer"),
                rs.getString("signature"));
    }
}
