package dev.countersign.store.h2;

import dev.countersign.store.sql.Batch;

import org.h2.store.fs.FilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The file beside an H2 file that says what was committed since the H2 file was last written. Each
 * entry has a number, one more than the entry before; one that was cut off was never acknowledged,
 * and ends the journal. For one thread at a time.
 */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** Length, checksum, number. */
    private static final int HEAD_BYTES = Integer.BYTES + 2 * Long.BYTES;
    /** Nothing that this program writes at once is as long; what says so is no entry. */
    private static final int MAX_ENTRY_BYTES = 256 * 1024 * 1024;

    private final FilePath path;
    private FileChannel file;
    private long end;
    private long before;

    record Written(long number, List<Batch> batches) {}

    Journal(FilePath path) throws IOException {
        this.path = path;
        this.file = path.open("rw");
    }

    /** Once it returns, a kill of this process loses nothing of it. */
    void append(long number, List<Batch> batches) throws IOException {
        var entry = EntryForm.write(HEAD_BYTES, batches);
        var length = entry.remaining() - HEAD_BYTES;
        entry.putInt(0, length)
                .putLong(Integer.BYTES, sum(entry, number))
                .putLong(Integer.BYTES + Long.BYTES, number);
        writeFully(entry);
        before = end;
        end += HEAD_BYTES + length;
    }

    private static long sum(ByteBuffer entry, long number) {
        var sum = new CRC32();
        sum.update(entry.slice(HEAD_BYTES, entry.limit() - HEAD_BYTES));
        return sum.getValue() ^ number;
    }

    /** An interrupt during a write closes the file; the thread hears of it when all is written. */
    private void writeFully(ByteBuffer entry) throws IOException {
        boolean interrupted = Thread.interrupted();
        for (boolean written = false; !written; ) {
            try {
                overWhateverIsBehind(entry.duplicate());
                written = true;
            } catch (ClosedByInterruptException again) {
                interrupted = Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void overWhateverIsBehind(ByteBuffer entry) throws IOException {
        reopened();
        for (long at = end; entry.hasRemaining(); ) {
            at += file.write(entry, at);
        }
    }

    private void reopened() throws IOException {
        if (!file.isOpen()) {
            file = path.open("rw");
        }
    }

    /** The entries behind this number, the first of which must be the next. */
    List<Written> after(long number) throws IOException {
        var all = new ArrayList<Written>();
        end = 0;
        for (var next = entry(); !next.isEmpty(); next = entry()) {
            next.stream().filter(written -> written.number() > number).forEach(all::add);
        }
        if (!all.isEmpty() && all.getFirst().number() != number + 1) {
            throw new IOException(path + " begins with step " + all.getFirst().number()
                    + ", and the database ends with step " + number
                    + ": they do not belong together. Restore both from one backup");
        }
        return all;
    }

    /** The entry at the end of what was read so far, if there is a whole one that follows it. */
    private List<Written> entry() throws IOException {
        var head = read(end, HEAD_BYTES);
        if (head.remaining() < HEAD_BYTES) {
            return List.of();
        }
        int length = head.getInt();
        long sum = head.getLong();
        long number = head.getLong();
        if (length <= 0 || length > MAX_ENTRY_BYTES || end + HEAD_BYTES + length > file.size()) {
            return List.of();
        }
        var whole = read(end, HEAD_BYTES + length);
        if (sum(whole, number) != sum) {
            return List.of();
        }
        end += HEAD_BYTES + length;
        return List.of(new Written(number, EntryForm.read(whole.position(HEAD_BYTES))));
    }

    private ByteBuffer read(long from, int bytes) throws IOException {
        var buffer = ByteBuffer.allocate(bytes);
        for (int more = 0; more >= 0 && buffer.hasRemaining(); ) {
            more = file.read(buffer, from + buffer.position());
        }
        return buffer.flip();
    }

    /** Of the last entry, which was not acknowledged; if it stays it is written over. */
    void takeBack() {
        end = before;
        try {
            file.truncate(end);
        } catch (IOException stays) {
            LOG.debug("an entry could not be taken back; the next one is written over it", stays);
        }
    }

    long bytes() {
        return end;
    }

    /** The database has all of it. */
    void clear() throws IOException {
        if (end > 0) {
            reopened();
            file.truncate(0);
            end = 0;
        }
    }

    /** The database has all of it, and is closed. */
    void delete() throws IOException {
        close();
        path.delete();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
