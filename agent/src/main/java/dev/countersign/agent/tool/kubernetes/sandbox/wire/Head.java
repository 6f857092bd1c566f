package dev.countersign.agent.tool.kubernetes.sandbox.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The first lines of one HTTP request: method, target and headers, names in lower case. */
public record Head(String method, String target, Map<String, List<String>> headers, byte[] raw) {
    private static final int MAX = 65_536;
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The next request of a connection; nothing where the other side has hung up. */
    static Optional<Head> read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END.length) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            bytes.write(next);
            if (bytes.size() > MAX) {
                throw new IOException("a request has more than " + MAX + " bytes of headers");
            }
            matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
        }
        return Optional.of(parsed(bytes.toByteArray()));
    }

    private static Head parsed(byte[] raw) throws IOException {
        String[] lines = new String(raw, StandardCharsets.ISO_8859_1).split("\r\n");
        String[] first = lines[0].split(" ");
        if (first.length != 3) {
            throw new IOException("the first line of a request is not one");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.merge(
                        lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        List.of(lines[i].substring(colon + 1).strip()),
                        (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream())
                                .toList());
            }
        }
        return new Head(first[0], first[1], Map.copyOf(headers), raw);
    }

    /** The first value, empty where there is none. */
    String header(String name) {
        return headers.getOrDefault(name, List.of("")).getFirst();
    }

    boolean wantsSocket() {
        return header("upgrade").equalsIgnoreCase("websocket");
    }

    boolean isChunked() {
        return header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked");
    }

    long length() throws IOException {
        String length = header("content-length");
        if (!length.isEmpty() && !length.matches("\\d{1,12}")) {
            throw new IOException("the length of a request is no number");
        }
        return length.isEmpty() ? 0 : Long.parseLong(length);
    }
}
