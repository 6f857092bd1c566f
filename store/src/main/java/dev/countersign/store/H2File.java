package dev.countersign.store;

import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/** What is peculiar to H2: its URL, and a file that one process has for itself and that grows. */
final class H2File {
    private static final Logger LOG = LoggerFactory.getLogger(H2File.class);
    /** A file larger than this is rewritten when it is closed, and is then as small as can be. */
    private static final long COMPACT_FROM_BYTES = 64L * 1024 * 1024;

    /** A file larger than this would hold up a stop for too long. */
    private static final long COMPACT_UP_TO_BYTES = 512L * 1024 * 1024;

    /**
     * Forms stay in their rows, which saves a third of a commit's work; long ones do not. Small
     * pages halve what a commit writes. What it makes free is used again after two seconds instead
     * of 45: that is the growth of a busy file. The cache is the most that pages take in memory.
     */
    private static final List<String> KIND = List.of(
            "MAX_LENGTH_INPLACE_LOB=65536",
            "QUERY_CACHE_SIZE=64",
            "DB_CLOSE_ON_EXIT=FALSE",
            "PAGE_SIZE=4096",
            "RETENTION_TIME=2000",
            "CACHE_SIZE=16384");

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
        var durable = new StringBuilder(WRITE_DELAY.matcher(url).replaceAll(""));
        durable.append(";WRITE_DELAY=0");
        var said = url.toUpperCase(Locale.ROOT);
        KIND.stream()
                .filter(kind -> !said.contains(";" + kind.substring(0, kind.indexOf('=') + 1)))
                .forEach(kind -> durable.append(';').append(kind));
        return durable.toString();
    }

    /** A file of this process; what is in memory or behind a server is tidied elsewhere. */
    static boolean isFile(String url) {
        return isMeantBy(url) && !url.startsWith("jdbc:h2:mem:") && !url.startsWith("jdbc:h2:tcp:");
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
                            + " where claimed_by is not null and due_at > :ever")
                    .define("table", table)
                    .bind("now", now)
                    .bind("ever", Instant.EPOCH)
                    .execute();
        }
        handle.execute("delete from lease");
        handle.createUpdate("update raw_mail set due_at = :now where due_at > :now and tries = 0")
                .bind("now", now)
                .execute();
    }

    static boolean isClosed(SQLException said) {
        return CLOSED.contains(said.getSQLState());
    }

    static boolean needsCompacting(String url) {
        var file = Path.of(name(url) + ".mv.db");
        return isFile(url)
                && Files.isRegularFile(file)
                && file.toFile().length() > COMPACT_FROM_BYTES
                && file.toFile().length() <= COMPACT_UP_TO_BYTES;
    }

    /** Makes the file as small as it can be, which closes it. */
    static void rewrite(DataSource pool, String url) {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("shutdown defrag");
        } catch (SQLException notNow) {
            // It ends the very connection that asks for it: that this is closed then is success.
            if (!isClosed(notNow)) {
                LOG.warn(
                        "{} was not rewritten: {}; it is closed as it is",
                        name(url),
                        notNow.getMessage());
            }
        }
    }
}
