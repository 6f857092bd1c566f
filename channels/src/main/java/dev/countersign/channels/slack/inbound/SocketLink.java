package dev.countersign.channels.slack.inbound;

import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.Workspace;
import dev.countersign.channels.slack.desk.Secret;
import dev.countersign.channels.slack.inbound.Socket.Ending;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps one Socket Mode connection up: with a growing wait between tries, the next socket open
 * before the old one goes, and not at all once Slack says that Socket Mode is switched off.
 */
public final class SocketLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);
    private static final int DOUBLINGS = 16;

    private final Workspace workspace;
    private final Secret appToken;
    private final Deliveries deliveries;
    private final Timing timing;
    private final HttpClient http;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ghosts = new AtomicInteger();

    /** How long to wait between tries, at first and at most, and how long silence is normal. */
    public record Timing(Duration first, Duration most, Duration silence) {
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofSeconds(40));
    }

    public SocketLink(Workspace workspace, Secret appToken, Deliveries deliveries, Timing timing) {
        this.workspace = workspace;
        this.appToken = appToken;
        this.deliveries = deliveries;
        this.timing = timing;
        this.http = HttpClient.newBuilder().connectTimeout(timing.silence()).build();
    }

    public void start() {
        Thread.ofVirtual().name("slack-socket").start(this::keepUp);
    }

    /** How many connections of this app Slack has counted beyond ours; they swallow deliveries. */
    public int ghosts() {
        return ghosts.get();
    }

    /** Whether a socket is up and greeted. */
    public boolean connected() {
        return open.stream().anyMatch(Socket::greeted);
    }

    private void keepUp() {
        int failures = 0;
        while (!isClosed()) {
            var ending = connectAndWait();
            if (ending == Ending.DISABLED) {
                LOG.error("slack says that Socket Mode is switched off for this app; not connecting"
                        + " again until a restart. Switch it on in the app's settings");
                return;
            }
            failures = ending == Ending.REFRESH ? 0 : failures + 1;
            pause(failures);
        }
    }

    /** A refresh comes back at once while its old socket still drains. */
    private Ending connectAndWait() {
        try {
            var url = workspace.socketAddress(appToken.value());
            var socket = new Socket(deliveries, this::counted);
            http.newWebSocketBuilder()
                    .buildAsync(URI.create(url), socket)
                    .get(timing.silence().toMillis(), TimeUnit.MILLISECONDS);
            open.add(socket);
            return watch(socket);
        } catch (SlackFault | ExecutionException | TimeoutException failed) {
            LOG.warn("slack socket could not be opened ({}); trying again", failed.getMessage());
            return Ending.LOST;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Ending.DISABLED;
        }
    }

    private Ending watch(Socket socket) throws InterruptedException {
        var ending = Optional.<Ending>empty();
        while (ending.isEmpty() && !isClosed()) {
            ending = socket.await(timing.silence().dividedBy(2));
            if (ending.isEmpty() && socket.silentFor().compareTo(timing.silence()) > 0) {
                LOG.warn(
                        "slack socket has been silent for {} s; opening another one",
                        timing.silence().toSeconds());
                socket.drop();
                ending = Optional.of(Ending.LOST);
            } else if (ending.isEmpty()) {
                socket.ping();
            }
        }
        if (ending.filter(Ending.REFRESH::equals).isEmpty()) {
            open.remove(socket);
        } else {
            Thread.ofVirtual().start(() -> drain(socket));
        }
        return ending.orElse(Ending.LOST);
    }

    private void drain(Socket socket) {
        try {
            socket.awaitEnd(Duration.ofSeconds(15));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            socket.drop();
            open.remove(socket);
        }
    }

    private void counted(int connections) {
        var ours = Math.max(1, open.size());
        var beyond = Math.max(0, connections - ours);
        ghosts.set(beyond);
        if (beyond > 0) {
            LOG.warn(
                    "slack counts {} connections of this app and {} are ours; clicks may go to the"
                            + " others and be lost. Stop other instances, or use mode: http",
                    connections,
                    ours);
        }
    }

    private void pause(int failures) {
        if (failures == 0) {
            return;
        }
        var wait = timing.first().multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        var least = wait.compareTo(timing.most()) > 0 ? timing.most() : wait;
        try {
            closed.await(least.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        open.forEach(Socket::drop);
        http.shutdownNow();
    }
}
