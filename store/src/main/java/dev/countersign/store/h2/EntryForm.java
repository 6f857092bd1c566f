package dev.countersign.store.h2;

import dev.countersign.store.sql.Batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a journal as bytes. The statements are written as they are, so that a later release,
 * whose own are others, can still execute them on the tables they were made for.
 */
final class EntryForm {
    private static final int USUAL_BYTES = 16 * 1024;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int at;

    private EntryForm() {}

    /** The batches, behind so many bytes that are left free. */
    static ByteBuffer write(int free, List<Batch> batches) {
        var form = new EntryForm();
        form.at = free;
        form.number(batches.size());
        for (var batch : batches) {
            form.text(batch.sql());
            form.number(batch.decides() ? 1 : 0);
            form.number(batch.rows().size());
            for (var row : batch.rows()) {
                form.number(row.size());
                row.forEach(form::value);
            }
        }
        return ByteBuffer.wrap(form.bytes, 0, form.at);
    }

    private void room(int more) {
        if (at + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }

    private void number(int value) {
        room(Integer.BYTES);
        ByteBuffer.wrap(bytes, at, Integer.BYTES).putInt(value);
        at += Integer.BYTES;
    }

    private void text(String text) {
        raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private void raw(byte[] more) {
        number(more.length);
        room(more.length);
        System.arraycopy(more, 0, bytes, at, more.length);
        at += more.length;
    }

    private void kind(char kind) {
        room(1);
        bytes[at++] = (byte) kind;
    }

    private void value(Object value) {
        switch (value) {
            case Optional<?> perhaps -> perhaps.ifPresentOrElse(this::value, () -> kind('-'));
            case String text -> words(text);
            case Integer number -> named('i', number);
            case Long number -> named('l', number);
            case Boolean yes -> named('b', yes);
            case Instant time -> named('t', time);
            default -> throw new IllegalArgumentException("a journal takes no " + value.getClass());
        }
    }

    private void named(char kind, Object value) {
        kind(kind);
        text(value.toString());
    }

    private void words(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        // Half a character has no UTF-8, and H2 keeps it.
        boolean whole = new String(utf8, StandardCharsets.UTF_8).equals(text);
        kind(whole ? 's' : 'c');
        raw(whole ? utf8 : chars(text));
    }

    private static byte[] chars(String text) {
        var chars = ByteBuffer.allocate(text.length() * Character.BYTES);
        chars.asCharBuffer().put(text);
        return chars.array();
    }

    /** What {@link #write} wrote. */
    static List<Batch> read(ByteBuffer entry) {
        var batches = new ArrayList<Batch>();
        for (int left = entry.getInt(); left > 0; left--) {
            var sql = readText(entry);
            boolean decides = entry.getInt() == 1;
            var rows = new ArrayList<List<Object>>();
            for (int more = entry.getInt(); more > 0; more--) {
                rows.add(row(entry));
            }
            batches.add(new Batch(sql, decides, rows));
        }
        return batches;
    }

    private static List<Object> row(ByteBuffer entry) {
        var row = new ArrayList<>();
        for (int left = entry.getInt(); left > 0; left--) {
            row.add(readValue(entry));
        }
        return row;
    }

    private static Object readValue(ByteBuffer entry) {
        return switch (entry.get()) {
            case '-' -> Optional.empty();
            case 's' -> readText(entry);
            case 'c' -> ByteBuffer.wrap(readRaw(entry)).asCharBuffer().toString();
            case 'i' -> Integer.valueOf(readText(entry));
            case 'l' -> Long.valueOf(readText(entry));
            case 'b' -> Boolean.valueOf(readText(entry));
            case 't' -> Instant.parse(readText(entry));
            default -> throw new IllegalStateException("a journal holds what no release wrote");
        };
    }

    private static String readText(ByteBuffer entry) {
        return new String(readRaw(entry), StandardCharsets.UTF_8);
    }

    private static byte[] readRaw(ByteBuffer entry) {
        var raw = new byte[entry.getInt()];
        entry.get(raw);
        return raw;
    }
}
