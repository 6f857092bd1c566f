package dev.countersign.store.seal;

import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;
import dev.countersign.store.seal.Seal.Kind;

import org.jdbi.v3.core.Handle;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks whether the whole record holds: the lines of every run, and the seals over all of them. */
public final class Proof {
    private static final int PAGE = 200;

    /** A line that was sealed and is not there as it was; a cut explains lines that are gone. */
    private static final String ASTRAY =
            "select p.run_id, p.number from seal_part p left join audit a"
                    + " on a.run_id = p.run_id and a.number = p.number where p.seal = :seal"
                    + " and (a.hash is null or a.hash <> p.hash) and not exists (select 1"
                    + " from seal_part c join seal s on s.number = c.seal where s.kind = 'cut'"
                    + " and c.run_id = p.run_id and c.number >= p.number)"
                    + " order by p.run_id limit 1";

    /** Only what had been sealed before may be cut. */
    private static final String UNSEALED =
            "select p.run_id, p.number from seal_part p where p.seal = :seal and not exists"
                    + " (select 1 from seal_part e where e.run_id = p.run_id and e.seal < p.seal"
                    + " and e.number = p.number and e.hash = p.hash) order by p.run_id limit 1";

    private final Database database;

    public Proof(Database database) {
        this.database = database;
    }

    /**
     * What was found: the first thing that is wrong, if any, and the newest seal, to be noted
     * elsewhere, so that nobody can make all of it anew. The keys are those that signed.
     */
    public record Finding(Optional<String> wrong, long seals, String newest, Set<String> keys) {
        public Finding {
            keys = Set.copyOf(keys);
        }
    }

    /** Looks through everything; {@code noted} is the hash of a seal that must still be there. */
    public Finding look(Optional<String> noted) {
        var lines = new JdbiArchive(database)
                .verify()
                .map(broken ->
                        "run " + broken.run() + ", line " + broken.number() + ": " + broken.why());
        var walk = new Walk(noted);
        var wrong = lines.or(() -> database.read(walk::through));
        return new Finding(wrong.or(walk::lost), walk.last.number(), walk.last.hash(), walk.keys);
    }

    /** One way through all seals, from the first to the newest. */
    private static final class Walk {
        private final Set<String> keys = new TreeSet<>();
        private Optional<String> noted;
        private Seal last = Seal.NONE;

        Walk(Optional<String> noted) {
            this.noted = noted;
        }

        Optional<String> through(Handle handle) {
            var page = SealRows.behind(handle, last.number(), PAGE);
            while (!page.isEmpty()) {
                for (var seal : page) {
                    var wrong = wrong(handle, seal);
                    if (wrong.isPresent()) {
                        return wrong.map(why -> "seal " + seal.number() + ": " + why);
                    }
                    keys.add(SealKey.fingerprint(seal.signer()));
                    noted = noted.filter(hash -> !hash.equals(seal.hash()));
                    last = seal;
                }
                page = SealRows.behind(handle, last.number(), PAGE);
            }
            return Optional.empty();
        }

        private Optional<String> wrong(Handle handle, Seal seal) {
            if (seal.number() != last.number() + 1) {
                return Optional.of("seal " + (last.number() + 1) + " is missing");
            }
            if (!seal.previous().equals(last.hash())) {
                return Optional.of("it does not follow the seal before it");
            }
            if (!seal.covers(SealRows.parts(handle, seal.number()))) {
                return Optional.of("its content was changed");
            }
            if (!seal.isSigned()) {
                return Optional.of("its signature is not that of its key");
            }
            return seal.kind() == Kind.CUT
                    ? place(handle, UNSEALED, seal).map(at -> at + " was cut, and never sealed")
                    : place(handle, ASTRAY, seal)
                            .map(at -> at + " was sealed, and is not there as it was");
        }

        private static Optional<String> place(Handle handle, String sql, Seal seal) {
            return handle.createQuery(sql)
                    .bind("seal", seal.number())
                    .map((rs, context) -> "line " + rs.getLong(2) + " of run " + rs.getString(1))
                    .findOne();
        }

        Optional<String> lost() {
            return noted.map(hash -> "the seal " + hash + " that was noted is not there");
        }
    }
}
