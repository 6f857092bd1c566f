package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.agent.tool.mcp.LinkFailure.Kind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One server under supervision: connected, looked at again and again, and connected anew after a
 * wait where it has gone. What it offered last is offered while it is away.
 */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private enum Signal {
        LOOK,
        GONE
    }

    /** How often it wanted people to be asked, and what it wanted to know last. */
    record Asked(int times, String what) {}

    private final McpServerSpec spec;
    private final Handshake handshake;
    private final Pace pace;
    private final Runnable changed;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CountDownLatch tried = new CountDownLatch(1);
    private final Thread supervisor;
    private volatile Asked asked = new Asked(0, "");
    private volatile boolean closed;
    private volatile Optional<Link> link = Optional.empty();
    private volatile Offer offer = Offer.NOTHING;
    private volatile McpStatus status = new McpStatus(false, "Connecting", List.of());

    Server(McpServerSpec spec, Handshake handshake, Pace pace, Runnable changed) {
        this.spec = spec;
        this.handshake = handshake;
        this.pace = pace;
        this.changed = changed;
        this.supervisor = Thread.ofVirtual().name("mcp " + spec.name()).unstarted(this::supervise);
    }

    Server start() {
        supervisor.start();
        return this;
    }

    McpServerSpec spec() {
        return spec;
    }

    String name() {
        return spec.name();
    }

    McpStatus status() {
        return status;
    }

    Asked asked() {
        return asked;
    }

    String unreachable() {
        return "The tool server " + name() + " is not connected (" + status.words()
                + "). It is tried again; other tools work.";
    }

    List<Tool> tools() {
        var tools = new ArrayList<Tool>();
        offer.tools().forEach((name, tool) -> tools.add(new McpTool(this, name, tool)));
        return tools;
    }

    boolean await(Duration patience) throws InterruptedException {
        return tried.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    JsonNode call(ObjectNode params) throws LinkFailure {
        return live().ask("tools/call", params, spec.timeout());
    }

    /**
     * Whether a tool is no longer what it was, asked of the server itself. One that cannot even
     * list its tools is connected anew.
     */
    boolean moved(String name, ToolSpec was) throws LinkFailure {
        var asked = live();
        try {
            look(asked);
        } catch (LinkFailure e) {
            signals.add(Signal.GONE);
            throw e;
        }
        return !was.equals(offer.tools().get(name));
    }

    private Link live() throws LinkFailure {
        return link.orElseThrow(() -> new LinkFailure(Kind.NOT_SENT, "it is not connected"));
    }

    private void supervise() {
        var wait = pace.firstWait();
        while (!closed) {
            try {
                connected();
                wait = pace.firstWait();
            } catch (LinkFailure e) {
                failed(e.getMessage(), wait);
                wait = pace.after(wait);
            } catch (RuntimeException e) {
                failed("its answer could not be read (" + e + ")", wait);
                wait = pace.after(wait);
            }
            tried.countDown();
            rest(wait);
        }
    }

    private void connected() throws LinkFailure {
        signals.clear();
        try (var opened = handshake.open(ears(), pace.patience())) {
            look(opened);
            link = Optional.of(opened);
            LOG.info("tool server {}: {}; its tools are offered", name(), status.words());
            tried.countDown();
            watch(opened);
        } finally {
            link = Optional.empty();
        }
    }

    private Link.Ears ears() {
        return new Link.Ears() {
            @Override
            public void toolsChanged() {
                signals.add(Signal.LOOK);
            }

            @Override
            public void gone(String why) {
                signals.add(Signal.GONE);
            }

            @Override
            public void asked(String what) {
                asked = new Asked(asked.times() + 1, what);
                LOG.info(
                        "tool server {} wants people to be asked; it is told that nobody is,"
                                + " and its call goes on",
                        name());
            }
        };
    }

    private void watch(Link opened) throws LinkFailure {
        try {
            while (!closed) {
                var signal = signals.poll(pace.look().toMillis(), TimeUnit.MILLISECONDS);
                if (signal == Signal.GONE) {
                    var last = opened.lastLines();
                    throw new LinkFailure(
                            Kind.NOT_SENT,
                            "the server has gone" + (last.isEmpty() ? "" : ": " + last.getLast()));
                }
                look(opened);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the list; this is the health check, too. */
    private void look(Link opened) throws LinkFailure {
        var next = Offer.ask(opened, spec, pace.patience());
        var words = "Connected successfully with " + next.tools().size() + " tools"
                + (next.leftOut().isEmpty()
                        ? ""
                        : "; left out, for their names or size: " + next.leftOut());
        status = new McpStatus(true, words, opened.lastLines());
        if (!next.equals(offer)) {
            offer = next;
            changed.run();
        }
    }

    private void failed(String why, Duration wait) {
        var lines = link.map(Link::lastLines).orElse(status.lastLines());
        status = new McpStatus(false, "Connection failed: " + why, lines);
        if (!closed) {
            LOG.warn(
                    "tool server {}: connection failed: {}; trying again in {} ms",
                    name(),
                    why,
                    wait.toMillis());
        }
    }

    private void rest(Duration wait) {
        try {
            if (!closed) {
                Thread.sleep(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        supervisor.interrupt();
        link.ifPresent(Link::close);
    }
}
