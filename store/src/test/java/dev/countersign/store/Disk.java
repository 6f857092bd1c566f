package dev.countersign.store;

import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicBoolean;

/** A disk for the files of H2, as in {@code jdbc:h2:disk:/path}, to which nothing more may fit. */
public final class Disk extends FilePathWrapper {
    private static final AtomicBoolean FULL = new AtomicBoolean();

    static void isThere() {
        FilePath.register(new Disk());
    }

    static void isFull(boolean full) {
        FULL.set(full);
    }

    @Override
    public String getScheme() {
        return "disk";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Sectors(super.open(mode));
    }

    /** Passes everything on that fits. */
    private static final class Sectors extends FileBaseDefault {
        private final FileChannel file;

        Sectors(FileChannel file) {
            this.file = file;
        }

        private static void fits() throws IOException {
            if (FULL.get()) {
                throw new IOException("no space is left on this disk");
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer to, long at) throws IOException {
            return file.read(to, at);
        }

        @Override
        public int write(ByteBuffer from, long at) throws IOException {
            fits();
            return file.write(from, at);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            fits();
            file.truncate(size);
        }

        @Override
        public void force(boolean all) throws IOException {
            fits();
            file.force(all);
        }

        @Override
        public FileLock tryLock(long from, long size, boolean shared) throws IOException {
            return file.tryLock(from, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
