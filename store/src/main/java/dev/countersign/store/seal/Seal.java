package dev.countersign.store.seal;

import dev.countersign.store.audit.AuditChain;
import dev.countersign.store.form.IndexedText;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** One link of the chain over all records: where the records of some runs ended at this moment. */
record Seal(
        long number,
        Kind kind,
        Instant at,
        long lookedTo,
        String previous,
        String hash,
        String signer,
        String signature) {

    /** What the parts of a seal say. */
    enum Kind {
        /** The record of each run ended here. */
        ENDS,
        /** The lines of each run, up to here, were taken away by retention. */
        CUT,
        /** These lines have lost what they said of a person. */
        ERASED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** The end of one run's record. */
    record Part(String run, long number, String hash) {}

    private static final Comparator<Part> ORDER =
            Comparator.comparing(Part::run).thenComparing(Part::number);

    /** What stands before the first seal. */
    static final Seal NONE = new Seal(0, Kind.ENDS, Instant.EPOCH, 0, AuditChain.START, "", "", "");

    /** The next seal, over these parts. */
    Seal next(Kind what, Instant now, long looked, List<Part> parts, SealKey key) {
        var sum = sum(number + 1, what, now, hash, parts);
        return new Seal(number + 1, what, now, looked, hash, sum, key.known(), key.sign(sum));
    }

    /** Whether these parts are what was sealed. */
    boolean covers(List<Part> parts) {
        return hash.equals(sum(number, kind, at, previous, parts));
    }

    boolean isSigned() {
        return SealKey.holds(signer, hash, signature);
    }

    /** Names of runs with their length, so that no two seals share a form; in one order. */
    private static String sum(
            long number, Kind kind, Instant at, String previous, List<Part> parts) {
        var form = new StringBuilder("countersign seal 1\n");
        form.append(number)
                .append(' ')
                .append(kind.word())
                .append(' ')
                .append(at)
                .append('\n');
        form.append(previous).append('\n');
        var ordered = parts.stream().sorted(ORDER).toList();
        for (var part : ordered) {
            form.append(part.run().length()).append(':').append(part.run()).append(' ');
            form.append(part.number()).append(' ').append(part.hash()).append('\n');
        }
        return IndexedText.sha256(form.toString());
    }
}
