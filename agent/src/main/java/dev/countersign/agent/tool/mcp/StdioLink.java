package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.mcp.LinkFailure.Kind;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** A server that is a child process: one JSON message a line, in and out. */
final class StdioLink implements Link {
    static final int LONGEST_LINE = 8 * 1024 * 1024;

    /** What a child needs to find programs and its home; nothing else of ours is its business. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TMPDIR");

    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final Ears ears;
    private final LastLines errors = new LastLines();
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile String gone = "";

    private StdioLink(Process process, Ears ears) {
        this.process = process;
        this.ears = ears;
    }

    static StdioLink open(List<String> command, Map<String, String> environment, Ears ears)
            throws LinkFailure {
        var builder = new ProcessBuilder(command);
        var ours = Map.copyOf(builder.environment());
        builder.environment().clear();
        INHERITED.stream().filter(ours::containsKey).forEach(name -> builder.environment()
                .put(name, ours.get(name)));
        builder.environment().putAll(environment);
        try {
            var link = new StdioLink(builder.start(), ears);
            Thread.ofVirtual()
                    .name("mcp-errors")
                    .start(() -> link.errors.follow(link.process.getErrorStream()));
            Thread.ofVirtual().name("mcp-answers").start(link::listen);
            return link;
        } catch (IOException e) {
            throw new LinkFailure(
                    Kind.NOT_SENT,
                    command.getFirst() + " cannot be started (" + e.getMessage()
                            + "). Install it, or correct command");
        }
    }

    @Override
    public JsonNode ask(String method, ObjectNode params, Duration patience) throws LinkFailure {
        long id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        try {
            if (!gone.isEmpty()) {
                throw new LinkFailure(Kind.NOT_SENT, gone);
            }
            write(Rpc.request(id, method, params));
            return Rpc.result(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            cancel(id);
            throw new LinkFailure(
                    Kind.NO_ANSWER, "no answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new LinkFailure(Kind.NO_ANSWER, e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkFailure(Kind.NO_ANSWER, "the wait for an answer was interrupted");
        } finally {
            waiting.remove(id);
        }
    }

    private void cancel(long id) {
        var notice = Rpc.notice("notifications/cancelled");
        notice.putObject("params").put("requestId", id).put("reason", "it took too long");
        try {
            write(notice);
        } catch (LinkFailure e) {
            end(e.getMessage());
        }
    }

    @Override
    public void tell(String method) throws LinkFailure {
        write(Rpc.notice(method));
    }

    /** A line that was not written to its end was never read as a message. */
    private void write(ObjectNode message) throws LinkFailure {
        writing.lock();
        try {
            var out = process.getOutputStream();
            out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new LinkFailure(Kind.NOT_SENT, "the process has ended");
        } finally {
            writing.unlock();
        }
    }

    private void listen() {
        try (var in = new BufferedInputStream(process.getInputStream())) {
            for (var line = line(in); line.isPresent(); line = line(in)) {
                hear(line.get());
            }
            end("the process has ended");
        } catch (IOException e) {
            end(e.getMessage());
        } catch (LinkFailure e) {
            end("the process has ended");
        }
    }

    private static Optional<String> line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (bytes.size() >= LONGEST_LINE) {
                throw new IOException("it answered with more than " + LONGEST_LINE + " bytes");
            }
            bytes.write(b);
            b = in.read();
        }
        return b < 0 && bytes.size() == 0
                ? Optional.empty()
                : Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    /** Servers that print other things to their output are forgiven. */
    private void hear(String line) throws LinkFailure {
        JsonNode message;
        try {
            message = Rpc.read(line);
        } catch (JsonProcessingException noise) {
            return;
        }
        if (Rpc.isAnswer(message)) {
            Optional.ofNullable(waiting.get(message.path("id").asLong(-1)))
                    .ifPresent(answer -> answer.complete(message));
        } else if (Rpc.saysToolsChanged(message)) {
            ears.toolsChanged();
        } else {
            Rpc.elicits(message).ifPresent(ears::asked);
            var reply = Rpc.reply(message);
            if (reply.isPresent()) {
                write(reply.get());
            }
        }
    }

    private void end(String why) {
        gone = why;
        waiting.values().forEach(answer -> answer.completeExceptionally(new IOException(why)));
        process.destroy();
        ears.gone(why);
    }

    @Override
    public List<String> lastLines() {
        return errors.now();
    }

    /** Asks the child and its children to end, and makes them where they do not. */
    @Override
    public void close() {
        var family = process.descendants().toList();
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }
}
