package dev.countersign.agent.model.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The frames of bytes in which Amazon's services stream: lengths and their check sum, headers, a
 * payload, and the check sum of it all. Their type is {@code application/vnd.amazon.eventstream}.
 */
public final class Frames {
    private static final int PRELUDE = 12;
    private static final int SUM = 4;
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    /** The one kind of header value that these streams use. */
    private static final int TEXT = 7;

    private Frames() {}

    /** Takes what a frame says, as one piece of JSON. */
    @FunctionalInterface
    public interface Taker {
        void take(String piece) throws IOException;
    }

    /** Each event as {@code {"type": payload}}, and an exception as an error with its type. */
    public static void read(InputStream stream, Taker taker) throws IOException {
        var in = new DataInputStream(stream);
        for (int first = in.read(); first >= 0; first = in.read()) {
            var prelude = new byte[PRELUDE];
            prelude[0] = (byte) first;
            in.readFully(prelude, 1, PRELUDE - 1);
            taker.take(piece(frame(in, prelude)));
        }
    }

    /** One whole frame, from behind its prelude to before its check sum. */
    private record Frame(Map<String, String> headers, String payload) {}

    private static Frame frame(DataInputStream in, byte[] prelude) throws IOException {
        var lengths = ByteBuffer.wrap(prelude);
        int whole = lengths.getInt();
        int headers = lengths.getInt();
        if (sum(prelude, PRELUDE - SUM) != lengths.getInt()
                || whole < PRELUDE + SUM
                || whole > MOST_BYTES
                || headers < 0
                || headers > whole - PRELUDE - SUM) {
            throw new IOException("a frame of the stream is damaged");
        }
        var bytes = new byte[whole];
        System.arraycopy(prelude, 0, bytes, 0, PRELUDE);
        in.readFully(bytes, PRELUDE, whole - PRELUDE);
        if (sum(bytes, whole - SUM) != ByteBuffer.wrap(bytes).getInt(whole - SUM)) {
            throw new IOException("a frame of the stream is damaged");
        }
        int start = PRELUDE + headers;
        var payload = new String(bytes, start, whole - SUM - start, StandardCharsets.UTF_8);
        return new Frame(headers(ByteBuffer.wrap(bytes, PRELUDE, headers)), payload);
    }

    private static int sum(byte[] bytes, int length) {
        var sum = new CRC32();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private static Map<String, String> headers(ByteBuffer bytes) throws IOException {
        var headers = new HashMap<String, String>();
        while (bytes.hasRemaining()) {
            var name = text(bytes, bytes.get() & 0xff);
            if (bytes.remaining() < 3 || bytes.get() != TEXT) {
                throw new IOException("a header of the stream is no text");
            }
            headers.put(name, text(bytes, bytes.getShort() & 0xffff));
        }
        return headers;
    }

    private static String text(ByteBuffer bytes, int length) throws IOException {
        if (length > bytes.remaining()) {
            throw new EOFException("a header of the stream is cut");
        }
        var text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String piece(Frame frame) {
        var event = frame.headers().get(":event-type");
        if (event != null) {
            return "{" + quoted(event) + ":" + frame.payload() + "}";
        }
        var failure = frame.headers()
                .getOrDefault(":exception-type", frame.headers().getOrDefault(":error-code", ""));
        return "{\"error\":{\"type\":" + quoted(failure) + ",\"said\":" + frame.payload() + "}}";
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
