package dev.countersign.store;

import org.jdbi.v3.core.Handle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/** What is peculiar to H2: its URL, and a file that one process has for itself and that grows. */
final class H2File {
    /** A file larger than this is rewritten when it is closed; a busy one grows by each commit. */
    private static final long COMPACT_FROM_BYTES = 64L * 1024 * 1024;

    /** Forms stay in their rows, which saves a third of a commit's work; long ones do not. */
    private static final String KIND =
            ";MAX_LENGTH_INPLACE_LOB=65536;QUERY_CACHE_SIZE=64" + ";DB_CLOSE_ON_EXIT=FALSE";

    private static final Set<String> CLOSED = Set.of("90098", "90121");

    private static final Pattern WRITE_DELAY =
            Pattern.compile(";WRITE_DELAY=[^;]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE = Pattern.compile("jdbc:h2:(?:file:)?([^;]+).*");

    private H2File() {}

    static boolean isMeantBy(String url) {
        return url.startsWith("jdbc:h2:");
    }

    /** A commit returns after its write, whatever the settings say: law 1 rests on it. */
    static String durable(String url) {
        return WRITE_DELAY.matcher(url).replaceAll("") + ";WRITE_DELAY=0" + KIND;
    }

    /** How people know this database. */
    static String name(String url) {
        var file = FILE.matcher(url);
        return file.matches() ? file.group(1) : url;
    }

    /** This process has the file for itself, so whoever held something before is gone. */
    static void voidOldClaims(Handle handle, Instant now) {
        for (var table : new String[] {"run", "inbox", "outbox"}) {
            handle.createUpdate("update <table> set claimed_by = null, due_at = :now"
                            + " where claimed_by is not null")
                    .define("table", table)
                    .bind("now", now)
                    .execute();
        }
    }

    static boolean isClosed(SQLException said) {
        return CLOSED.contains(said.getSQLState());
    }

    static boolean needsCompacting(String url) {
        var file = Path.of(name(url) + ".mv.db");
        return !url.startsWith("jdbc:h2:mem:")
                && !url.startsWith("jdbc:h2:tcp:")
                && Files.isRegularFile(file)
                && file.toFile().length() > COMPACT_FROM_BYTES;
    }
}
