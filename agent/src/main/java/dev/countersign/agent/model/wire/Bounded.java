package dev.countersign.agent.model.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails once more than so many bytes have come out of it. */
final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long most) {
        super(in);
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            counted(1);
        }
        return one;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        return count <= 0 ? count : counted(count);
    }

    private int counted(int count) throws IOException {
        left -= count;
        if (left < 0) {
            throw new IOException("the answer is longer than allowed");
        }
        return count;
    }
}
