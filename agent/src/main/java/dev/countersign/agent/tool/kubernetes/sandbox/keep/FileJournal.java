package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.ApiFailure;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of JSON lines, one a write, made small again at every start and when it grows large. */
public final class FileJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int FORMAT = 1;
    private static final long COMPACT_ABOVE = 8L * 1024 * 1024;
    private static final int COMPACT_FACTOR = 4;

    private final Path file;
    private final FileChannel guard;
    private FileChannel channel;
    private long compacted;

    private FileJournal(Path file, FileChannel guard, FileChannel channel) {
        this.file = file;
        this.guard = guard;
        this.channel = channel;
    }

    /** Opens the folder for this process alone. */
    public static FileJournal in(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel guard = guard(folder);
            Path file = folder.resolve("sandbox.journal");
            return new FileJournal(file, guard, open(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sandbox cannot keep its objects in "
                            + folder
                            + ": "
                            + e.getMessage()
                            + ". Make the folder writable, or name another. Nothing was started.",
                    e);
        }
    }

    private static FileChannel guard(Path folder) throws IOException {
        FileChannel guard = FileChannel.open(
                folder.resolve("sandbox.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            if (guard.tryLock() != null) {
                return guard;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is open in this very process", folder);
        }
        guard.close();
        throw new IOException("it is open in another sandbox; stop that one first");
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public long load(Map<Key, ObjectNode> objects, Tally tally) {
        long version = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                Optional<JsonNode> read = line(line, next == null);
                if (read.isPresent()) {
                    version = Math.max(version, replay(read.get(), objects, tally));
                }
                line = next;
            }
            compact(version, objects, tally);
            return version;
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot read " + file, e);
        }
    }

    /** A process that was killed may have left half a line at the end: it was never answered. */
    private Optional<JsonNode> line(String text, boolean last) {
        try {
            return Optional.of(Json.read(text));
        } catch (ApiFailure e) {
            if (last) {
                LOG.warn("{} ends in half a line, which nobody was told; leaving it out", file);
                return Optional.empty();
            }
            throw new IllegalStateException(
                    file + " is damaged: " + e.getMessage() + ". Move it away to start afresh.", e);
        }
    }

    private long replay(JsonNode line, Map<Key, ObjectNode> objects, Tally tally) {
        if (line.path("format").asInt(FORMAT) > FORMAT) {
            throw new IllegalStateException(
                    file + " was written by a newer release. Use that one, or another folder.");
        }
        line.path("del").forEach(key -> objects.remove(Key.read(key)));
        for (JsonNode put : line.path("put")) {
            if (put.path("o") instanceof ObjectNode object) {
                objects.put(Key.read(put.path("k")), object);
            }
        }
        for (JsonNode it : line.path("tally")) {
            tally.add(new Tally.Line(
                    Mark.read(it.path("m")), it.path("c").asInt(), it.path("u").asInt(), 0));
        }
        return line.path("rv").asLong();
    }

    @Override
    public void append(long version, List<Change> changes, Optional<Tally.Line> line) {
        ObjectNode entry = Json.object().put("rv", version);
        ArrayNode put = entry.putArray("put");
        ArrayNode del = entry.putArray("del");
        for (Change change : changes) {
            change.after()
                    .ifPresentOrElse(
                            it -> put.add(put(change.key(), it)),
                            () -> del.add(change.key().written()));
        }
        line.ifPresent(it -> entry.putArray("tally").add(written(it)));
        try {
            write(ByteBuffer.wrap((Json.write(entry) + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot write " + file, e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        long before = channel.position();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private static ObjectNode put(Key key, ObjectNode object) {
        ObjectNode put = Json.object();
        put.set("k", key.written());
        put.set("o", object);
        return put;
    }

    private static ObjectNode written(Tally.Line line) {
        ObjectNode it = Json.object();
        it.set("m", line.mark().written());
        return it.put("c", line.changed()).put("u", line.unchanged());
    }

    @Override
    public void compactIfLarge(long version, Map<Key, ObjectNode> objects, Tally tally) {
        try {
            if (channel.position() > Math.max(COMPACT_ABOVE, compacted * COMPACT_FACTOR)) {
                compact(version, objects, tally);
            }
        } catch (IOException e) {
            // What was asked for is kept already; only the tidying failed.
            LOG.warn("{} could not be made smaller: {}; going on with it", file, e.getMessage());
        }
    }

    /** Writes all beside the old file and takes its place in one move. */
    private void compact(long version, Map<Key, ObjectNode> objects, Tally tally)
            throws IOException {
        Path fresh = file.resolveSibling("sandbox.journal.new");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
            line(out, Json.object().put("format", FORMAT).put("rv", version));
            for (Map.Entry<Key, ObjectNode> it : objects.entrySet()) {
                ObjectNode line = Json.object();
                line.putArray("put").add(put(it.getKey(), it.getValue()));
                line(out, line);
            }
            for (Tally.Line it : tally.lines()) {
                ObjectNode line = Json.object();
                line.putArray("tally").add(written(it));
                line(out, line);
            }
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel.close();
        channel = open(file);
        compacted = channel.size();
        channel.position(compacted);
    }

    private static void line(OutputStream out, ObjectNode line) throws IOException {
        out.write(Json.bytes(line));
        out.write('\n');
    }

    @Override
    public void close() {
        try {
            channel.close();
            guard.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot close " + file, e);
        }
    }
}
