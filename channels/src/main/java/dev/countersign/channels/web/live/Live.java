package dev.countersign.channels.web.live;

import dev.countersign.channels.web.desk.Desk.Watch;
import dev.countersign.channels.web.html.Region;
import dev.countersign.channels.web.live.Pulse.Beat;

import io.javalin.http.Context;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps open pages true: sends each part that has changed, as the server renders it. */
public final class Live {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);
    static final int MOST_PAGES = 500;
    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final Duration GAP = Duration.ofMillis(100);

    /** After this many beats or changes the browser connects anew, and is asked who it is. */
    private static final int MOST_ROUNDS = 2_000;

    private final Pages pages;

    public Live(Pages pages) {
        this.pages = pages;
    }

    /** What one page shows, and what of it has changed. */
    public interface View {
        void refresh(Beat beat, Sink sink);
    }

    /**
     * Holds the request's own thread until the page goes away: Javalin's events end a request a
     * second time when the reader has left, and never stop trying.
     */
    public void serve(Context ctx, Function<Pulse, Watch> watch, View view) throws IOException {
        ctx.contentType("text/event-stream").header("X-Accel-Buffering", "no");
        var wire = new Wire(ctx.res().getOutputStream());
        var pulse = new Pulse();
        if (!pages.enter(pulse, MOST_PAGES)) {
            wire.send("full", "");
            return;
        }
        try (var watching = watch.apply(pulse)) {
            follow(wire, pulse, view);
        } catch (UncheckedIOException gone) {
            LOG.debug("a page was closed; it is shown whole when it is opened again");
        } catch (InterruptedException e) {
            // The server stops; the browser connects again when it is back.
            Thread.currentThread().interrupt();
        } finally {
            pages.leave(pulse);
        }
    }

    private static void follow(Wire wire, Pulse pulse, View view) throws InterruptedException {
        var sink = new Sink(wire::send);
        view.refresh(new Beat(true, false, "", false), sink);
        wire.rest();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            var beat = pulse.await(BEAT);
            if (beat.ended()) {
                return;
            }
            if (beat.moved() || beat.spoke()) {
                view.refresh(beat, sink);
                pulse.gather(GAP);
            } else {
                wire.rest();
            }
        }
    }

    /** Server-sent events on their way to one browser. */
    private static final class Wire {
        private final OutputStream out;

        Wire(OutputStream out) {
            this.out = out;
        }

        void send(String event, String data) {
            write("event: " + event + "\ndata: " + data.replace("\n", "\ndata: ") + "\n\n");
        }

        /** Says nothing, so that both ends know that the other is there. */
        void rest() {
            write(": beat\n\n");
        }

        private void write(String text) {
            try {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    /** Sends what is new to one page; remembers what it has sent. */
    public static final class Sink {
        private final Map<String, String> sent = new HashMap<>();
        private final Sender sender;

        Sink(Sender sender) {
            this.sender = sender;
        }

        interface Sender {
            void send(String event, String data);
        }

        /** A part that has its place on the page. */
        public void swap(Region region) {
            swap(region, "");
        }

        /** A part of the transcript; a new one is put behind the one named. */
        private void swap(Region region, String after) {
            if (!region.version().equals(sent.put(region.id(), region.version()))) {
                var html = region.html().render();
                sender.send("swap", region.id() + "\n" + after + "\n" + html);
            }
        }

        /** All parts of the transcript, in order. */
        public void list(List<Region> regions) {
            var after = "";
            for (var region : regions) {
                swap(region, after);
                after = region.id();
            }
        }

        /** The only parts of the transcript that are still there. */
        public void only(List<String> ids) {
            var list = String.join(" ", ids);
            if (!list.equals(sent.put("only", list))) {
                sender.send("only", list);
            }
        }
    }

    /** Closes both. */
    public static Watch both(Watch one, Watch other) {
        return () -> {
            one.close();
            other.close();
        };
    }

    /** Reads what is asked for, and calls; for views that only care that something moved. */
    public static View whenMoved(Consumer<Sink> refresh) {
        return (beat, sink) -> {
            if (beat.moved()) {
                refresh.accept(sink);
            }
        };
    }
}
