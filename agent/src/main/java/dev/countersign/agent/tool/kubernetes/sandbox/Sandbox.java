package dev.countersign.agent.tool.kubernetes.sandbox;

import com.sun.net.httpserver.HttpServer;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.FileJournal;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Journal;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Objects;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Tally;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Seed;
import dev.countersign.agent.tool.kubernetes.sandbox.wire.Front;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small Kubernetes API server where nothing real is touched. It listens on loopback only, and
 * any number of threads may use it.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final int BACKLOG = 256;
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final Objects objects;
    private final Faults faults;
    private final HttpServer server;
    private final Front front;
    private final ExecutorService threads;

    private Sandbox(
            Objects objects,
            Faults faults,
            HttpServer server,
            Front front,
            ExecutorService threads) {
        this.objects = objects;
        this.faults = faults;
        this.server = server;
        this.front = front;
        this.threads = threads;
    }

    /** Starts a cluster: as it was left where a folder kept it, freshly filled otherwise. */
    public static Sandbox start(SandboxSettings settings) {
        Journal journal =
                settings.folder().<Journal>map(FileJournal::in).orElseGet(Journal.None::new);
        try {
            return start(settings, journal);
        } catch (IOException e) {
            journal.close();
            throw new UncheckedIOException(
                    "The sandbox cannot listen on port "
                            + settings.port()
                            + ": "
                            + e.getMessage()
                            + ". Stop what listens there, or choose another port.",
                    e);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static Sandbox start(SandboxSettings settings, Journal journal) throws IOException {
        Kinds kinds = new Kinds();
        Objects objects = new Objects(kinds, settings.clock(), journal);
        if (objects.isEmpty()) {
            Seed.sow(objects);
        }
        // Without it every kept-alive answer waits 40 ms for the other side's delayed ack.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        HttpServer server = HttpServer.create(any, BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Faults faults = new Faults();
        server.setExecutor(threads);
        server.createContext("/", new Door(new Api(objects, kinds, faults, settings.clock())));
        server.start();
        Front front = front(settings.port(), server, threads, new Execs(objects, kinds, faults));
        Sandbox sandbox = new Sandbox(objects, faults, server, front, threads);
        LOG.info("sandbox cluster on {}; nothing real is touched", sandbox.url());
        return sandbox;
    }

    private static Front front(int port, HttpServer server, ExecutorService threads, Execs execs)
            throws IOException {
        try {
            return Front.open(port, server.getAddress(), threads, execs);
        } catch (IOException e) {
            server.stop(0);
            threads.shutdownNow();
            throw e;
        }
    }

    /** Where it answers, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + front.port();
    }

    /** What clients did to it. */
    public Tally tally() {
        return objects.tally();
    }

    /** Makes something go wrong from now on. */
    public void add(Fault fault) {
        faults.add(fault);
    }

    /**
     * Takes a right away: {@code deny("ana", "delete", "pods")}; {@code *} stands for all, and
     * {@code group:interns} for everybody in a group.
     */
    public void deny(String user, String verb, String resource) {
        faults.add(Fault.on(new Fault.Act.Deny(), verb, resource).by(user));
    }

    /** Lets everything go right again. */
    public void clearFaults() {
        faults.clear();
    }

    /** Ends every open watch, as a server that restarts does. */
    public void dropWatches() {
        objects.dropWatches();
    }

    @Override
    public void close() {
        objects.dropWatches();
        front.close();
        server.stop(0);
        threads.shutdownNow();
        objects.close();
    }
}
