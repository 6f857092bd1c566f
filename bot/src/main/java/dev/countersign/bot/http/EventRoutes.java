package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.engine.Feed.Stirring;
import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.bot.http.view.Requirement;
import dev.countersign.bot.http.view.RunView;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A run as it happens: its record line by line, from wherever the listener left off. */
final class EventRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);
    private static final int MOST_LISTENERS = 1_000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Ports ports;
    private final Set<Bell> bells = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopped = new AtomicBoolean();

    EventRoutes(Ports ports) {
        this.ports = ports;
    }

    void mount(RoutesConfig routes) {
        routes.get("/api/v1/runs/{id}/events", this::stream);
    }

    /** Lets every listener go; those who come back continue where they were. */
    void stop() {
        stopped.set(true);
        bells.forEach(Bell::ring);
    }

    private void stream(Context ctx) throws InterruptedException {
        var run = ctx.pathParam("id");
        if (ports.runs().load(run).isEmpty()) {
            throw Problem.noSuch("run", run);
        }
        if (bells.size() >= MOST_LISTENERS) {
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "There are " + MOST_LISTENERS + " listeners already. Try again later.");
        }
        var bell = new Bell();
        bells.add(bell);
        try (var subscription = ports.feed().watch(run, bell::hear)) {
            follow(ctx, run, bell);
        } catch (IOException gone) {
            LOG.debug("run {} lost a listener; it continues where it was when it comes back", run);
        } finally {
            bells.remove(bell);
        }
    }

    private void follow(Context ctx, String run, Bell bell)
            throws IOException, InterruptedException {
        long next = after(ctx) + 1;
        ctx.disableCompression();
        ctx.contentType("text/event-stream").header("Cache-Control", "no-store");
        ctx.header("X-Accel-Buffering", "no");
        var out = ctx.res().getOutputStream();
        boolean over = false;
        while (!over && !stopped.get()) {
            for (var line : ports.archive().record(run, next)) {
                send(out, line);
                next = line.number() + 1;
                over = line.entry().kind() == Entry.Kind.CLOSED;
            }
            out.flush();
            while (!over && !stopped.get() && !bell.moved(HEARTBEAT)) {
                speak(out, run, bell);
            }
        }
    }

    private void speak(OutputStream out, String run, Bell bell) throws IOException {
        var text = bell.heard(ports.feed().speaking(run).orElse(""));
        var told = JsonNodeFactory.instance.objectNode().put("run", run).put("text", text);
        var working = bell.progress().map(this::progress).orElse("");
        var event = (text.isEmpty() ? "" : "event: text\ndata: " + told + "\n\n") + working;
        event = event.isEmpty() ? ": still here\n\n" : event;
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private String progress(Stirring.Working working) {
        var told = JsonNodeFactory.instance
                .objectNode()
                .put("run", working.run())
                .put("call", working.call())
                .put("text", ports.masked().apply(working.text()));
        return "event: progress\ndata: " + told + "\n\n";
    }

    private void send(OutputStream out, Recorded line) throws IOException {
        var data = AuditRoutes.entry(line, ports);
        if (line.entry().kind() == Entry.Kind.ANSWER) {
            addAnswer(data, line.run());
        } else if (line.entry().kind() == Entry.Kind.ASKED) {
            addPause(data, line.run());
        }
        var event = "id: " + line.number() + "\nevent: " + name(line.entry().kind()) + "\ndata: "
                + data + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
    }

    private void addAnswer(ObjectNode data, String run) {
        ports.runs().load(run).ifPresent(now -> {
            if (now.phase() instanceof Phase.Resting resting) {
                data.put("text", ports.masked().apply(resting.answer()));
            }
        });
    }

    /** Whoever resolves what a run waits for need not ask once more what that is. */
    private void addPause(ObjectNode data, String id) {
        ports.runs().load(id).ifPresent(run -> {
            data.put("is_paused", !run.questions().isEmpty());
            data.set(
                    "active_requirements", Requirement.list(run.origin().agent(), run.questions()));
        });
    }

    private static String name(Entry.Kind kind) {
        return switch (kind) {
            case SAID -> "said";
            case TURN -> "turn";
            case ANSWER -> "answer";
            case STUMBLED, CLOSED -> RunView.word(kind);
            case CLEARED, REFUSED, STARTED, DELEGATED, DONE, MOVED, LOST -> "call";
            case ASKED, VOTED, DECIDED, DECLINED, EDITED, EXPIRED, PRODDED, UNDELIVERED ->
                "question";
            case REVOKED -> "grant";
        };
    }

    private static long after(Context ctx) {
        var last = ctx.header("Last-Event-ID");
        try {
            return last == null || last.isBlank() ? 0 : Math.max(0, Long.parseLong(last.strip()));
        } catch (NumberFormatException notOurs) {
            throw Problem.invalid("Last-Event-ID: \"" + last + "\" is not the id of an event.");
        }
    }

    /** Rings when the run has moved, and keeps what the model says meanwhile. */
    private static final class Bell {

        private static final Set<Entry.Kind> TURNS = Set.of(Entry.Kind.TURN, Entry.Kind.STUMBLED);

        private String told = "";
        private boolean spoke;
        private Optional<Stirring.Working> working = Optional.empty();
        private boolean moved;

        synchronized void hear(Stirring stirring) {
            switch (stirring) {
                case Stirring.Moved step -> {
                    moved = true;
                    told = turned(step) ? "" : told;
                }
                case Stirring.Elsewhere any -> moved = true;
                case Stirring.Speaking any -> spoke = true;
                case Stirring.Working now -> working = Optional.of(now);
            }
            notifyAll();
        }

        private static boolean turned(Stirring.Moved step) {
            return step.entries().stream().map(Entry::kind).anyMatch(TURNS::contains);
        }

        synchronized void ring() {
            moved = true;
            notifyAll();
        }

        /** Waits until something is there, at most this long; true when the run has moved. */
        synchronized boolean moved(Duration most) throws InterruptedException {
            if (!moved && silent()) {
                wait(most.toMillis());
            }
            boolean was = moved && silent();
            moved = moved && !was;
            return was;
        }

        private boolean silent() {
            return !spoke && working.isEmpty();
        }

        /** The newest word only: how far a call was before is of no use any more. */
        synchronized Optional<Stirring.Working> progress() {
            var newest = working;
            working = Optional.empty();
            return newest;
        }

        /** What is new of what the model has said so far; all of it where it began anew. */
        synchronized String heard(String soFar) {
            spoke = false;
            var more = soFar.startsWith(told) ? soFar.substring(told.length()) : soFar;
            told = soFar;
            return more;
        }
    }
}
