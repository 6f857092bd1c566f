package dev.countersign.bot.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A wire between processes and a server, which may be slow, be cut, fall silent in one direction,
 * or lose the answer to something that the server has done.
 */
final class Relay implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final int CONNECT_MILLIS = 2_000;

    private final Supplier<InetSocketAddress> server;
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Predicate<String>>> doomed =
            new AtomicReference<>(Optional.empty());
    private volatile long delayNanos;

    /** Whoever comes is put through to where the server is then. */
    Relay(Supplier<InetSocketAddress> server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    static Relay to(int port) throws IOException {
        var there = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new Relay(() -> there);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Everything takes so much longer from now on, in each direction. */
    void delay(long millis) {
        delayNanos = millis * 1_000_000;
    }

    void cut() {
        wires.forEach(Wire::cut);
    }

    /** What the processes say still arrives; what is said to them does not: they read an end. */
    void halfClose() {
        wires.forEach(Wire::halfClose);
    }

    /**
     * The next time that such a thing is said, the server hears it and does it, and whoever said it
     * is cut off before the answer.
     */
    void loseTheAnswerTo(Predicate<String> what) {
        doomed.set(Optional.of(what));
    }

    private Void accept() throws IOException {
        while (!door.isClosed()) {
            var near = door.accept();
            threads.submit(() -> {
                connect(near);
                return true;
            });
        }
        return null;
    }

    private void connect(Socket near) throws IOException {
        var far = new Socket();
        try {
            far.connect(server.get(), CONNECT_MILLIS);
        } catch (IOException away) {
            near.close();
            far.close();
            return;
        }
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        var wire = new Wire(near, far);
        wires.add(wire);
        threads.submit(wire::carryThere);
        threads.submit(wire::carryBack);
    }

    /** One connection. */
    private final class Wire {
        private final Socket near;
        private final Socket far;
        private volatile boolean answerIsLost;

        Wire(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        private void carryThere() {
            carry(near, far, chunk -> {
                var what = doomed.get();
                if (what.isPresent()
                        && what.get().test(chunk)
                        && doomed.compareAndSet(what, Optional.empty())) {
                    answerIsLost = true;
                }
            });
        }

        private void carryBack() {
            carry(far, near, chunk -> {
                if (answerIsLost) {
                    cut();
                }
            });
        }

        private void carry(Socket from, Socket to, Tap tap) {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                var buffer = new byte[CHUNK];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    tap.passes(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                    if (delayNanos > 0) {
                        LockSupport.parkNanos(delayNanos);
                    }
                    out.write(buffer, 0, n);
                }
            } catch (IOException broken) {
                // As any wire: both sides notice.
            } finally {
                cut();
            }
        }

        void halfClose() {
            try {
                near.shutdownOutput();
            } catch (IOException gone) {
                cut();
            }
        }

        void cut() {
            wires.remove(this);
            close(near);
            close(far);
        }
    }

    /** Hears what is said on its way. */
    private interface Tap {
        void passes(String chunk);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is gone, as wanted.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        threads.shutdownNow();
    }
}
