package dev.countersign.agent.tool.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a server answered; a body that is too long is cut, and says so. */
record Answer(int status, String body) {
    static final int MOST_BYTES = 200 * 1024;
    private static final int MOST_HEAD = 64 * 1024;
    private static final String CUT = "\n(cut: the answer is longer than 200 KB)";

    static Answer read(InputStream in, String method) throws IOException {
        int status = 100;
        Map<String, String> headers = Map.of();
        while (status < 200) {
            status = status(line(in));
            headers = headers(in);
        }
        var none = method.equals("HEAD") || status == 204 || status == 304;
        return new Answer(status, none ? "" : body(in, headers));
    }

    private static int status(String line) throws IOException {
        var parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("\\d{3}")) {
            throw new IOException("this is no HTTP");
        }
        return Integer.parseInt(parts[1]);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new HashMap<String, String>();
        int read = 0;
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            read += line.length();
            int colon = line.indexOf(':');
            if (read > MOST_HEAD || colon < 1) {
                throw new IOException("a head that is broken or too long");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        var bytes = new ByteArrayOutputStream();
        boolean whole;
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            whole = chunks(in, bytes);
        } else if (headers.containsKey("content-length")) {
            whole = exactly(in, length(headers.get("content-length"), 10), bytes);
        } else {
            bytes.write(in.readNBytes(MOST_BYTES + 1));
            whole = bytes.size() <= MOST_BYTES;
        }
        var text = new String(
                bytes.toByteArray(), 0, Math.min(bytes.size(), MOST_BYTES), StandardCharsets.UTF_8);
        return whole ? text : text + CUT;
    }

    private static boolean chunks(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        while (true) {
            long size = length(line(in).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return true;
            }
            if (!exactly(in, size, bytes)) {
                return false;
            }
            line(in);
        }
    }

    /** Reads so many bytes; false where that would be too many. */
    private static boolean exactly(InputStream in, long count, ByteArrayOutputStream bytes)
            throws IOException {
        int room = MOST_BYTES - bytes.size();
        int wanted = (int) Math.min(count, room);
        var read = in.readNBytes(wanted);
        bytes.write(read);
        if (read.length < wanted) {
            throw new EOFException("the answer was cut");
        }
        return count <= room;
    }

    private static long length(String digits, int radix) throws IOException {
        try {
            long length = Long.parseLong(digits, radix);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("a length that is no number", e);
        }
        throw new IOException("a length below nothing");
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || bytes.size() > MOST_HEAD) {
                throw new EOFException("the answer was cut, or a line of it is too long");
            }
            if (b != '\r') {
                bytes.write(b);
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
