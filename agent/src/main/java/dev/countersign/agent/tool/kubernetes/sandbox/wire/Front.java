package dev.countersign.agent.tool.kubernetes.sandbox.wire;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.ApiFailure;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The port that clients see: web sockets are answered here, because the JDK's HTTP server knows
 * none, and every other request goes on to that server.
 */
public final class Front implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int BACKLOG = 256;
    private static final int MAX_LINE = 1_024;

    private final ServerSocket door;
    private final InetSocketAddress behind;
    private final ExecutorService threads;
    private final Talking talking;

    private Front(
            ServerSocket door, InetSocketAddress behind, ExecutorService threads, Talking talking) {
        this.door = door;
        this.behind = behind;
        this.threads = threads;
        this.talking = talking;
    }

    /** Says who talks on a web socket. */
    @FunctionalInterface
    public interface Talking {
        /** The work that was asked for; throws what the client is refused with. */
        Work open(Head head) throws InterruptedException;
    }

    /** Something that writes for a while and ends with a code. */
    @FunctionalInterface
    public interface Work {
        int run(Frames frames) throws IOException, InterruptedException;
    }

    public static Front open(
            int port, InetSocketAddress behind, ExecutorService threads, Talking talking)
            throws IOException {
        ServerSocket door = new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
        Front front = new Front(door, behind, threads, talking);
        threads.execute(front::accept);
        return front;
    }

    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException e) {
                if (!door.isClosed()) {
                    LOG.warn("sandbox could not take a connection; it goes on", e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(behind.getAddress(), behind.getPort())) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            AtomicBoolean talks = new AtomicBoolean();
            threads.execute(() -> answers(server, client, talks));
            requests(client, server, talks);
        } catch (IOException | RejectedExecutionException e) {
            LOG.debug("a connection to the sandbox ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the server says goes to the client; when it is done, so are we, but for a talk. */
    private static void answers(Socket server, Socket client, AtomicBoolean talks) {
        try {
            server.getInputStream().transferTo(client.getOutputStream());
            if (!talks.get()) {
                client.close();
            }
        } catch (IOException e) {
            LOG.debug("an answer of the sandbox was not read: {}", e.getMessage());
        }
    }

    private void requests(Socket client, Socket server, AtomicBoolean talks)
            throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = server.getOutputStream();
        for (Optional<Head> next = Head.read(in); next.isPresent(); next = Head.read(in)) {
            Head head = next.get();
            if (head.wantsSocket()) {
                talks.set(true);
                talk(client, head);
                return;
            }
            out.write(head.raw());
            if (head.isChunked()) {
                chunks(in, out);
            } else {
                copy(in, out, head.length());
            }
            out.flush();
        }
    }

    private void talk(Socket client, Head head) throws IOException, InterruptedException {
        try {
            Frames.talk(client, head, talking.open(head));
        } catch (ApiFailure refused) {
            byte[] body = Json.bytes(refused.status());
            String lines = "HTTP/1.1 " + refused.code()
                    + " Refused\r\nContent-Type: application/json" + "\r\nContent-Length: "
                    + body.length + "\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(body);
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[8_192];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("the client hung up in the middle of a request");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private static void chunks(InputStream in, OutputStream out) throws IOException {
        while (true) {
            String size = line(in, out).split(";")[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw new IOException("the size of a chunk is no number");
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                while (!line(in, out).isEmpty()) {
                    // Trailers go on to the server as they are.
                }
                return;
            }
            copy(in, out, length);
            line(in, out);
        }
    }

    /** One line, passed on as it is read. */
    private static String line(InputStream in, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > MAX_LINE) {
                throw new IOException("a chunk of a request does not end");
            }
            line.append((char) next);
            out.write(next);
        }
        out.write('\n');
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            LOG.warn("the sandbox's port could not be closed; it ends with the process", e);
        }
    }
}
