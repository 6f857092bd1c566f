package dev.countersign.agent.tool.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 request and its answer, over a socket to the very address that was checked. The
 * JDK's client would look the name up again, and could be led elsewhere.
 */
final class Exchange {
    private static final int CONNECT_MILLIS = 10_000;

    private final Destination to;
    private final Duration timeout;

    Exchange(Destination to, Duration timeout) {
        this.to = to;
        this.timeout = timeout;
    }

    Answer send(String method, Map<String, String> headers, Optional<String> body) throws Broken {
        try (var socket = new Socket()) {
            var alarm = CompletableFuture.runAsync(
                    () -> cut(socket),
                    CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
            try {
                return converse(connected(socket), method, headers, body);
            } finally {
                alarm.cancel(false);
            }
        } catch (IOException e) {
            throw new Broken("the connection to " + to.uri().getHost() + " broke", true);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }

    private Socket connected(Socket socket) throws Broken {
        try {
            int patience = (int) Math.min(CONNECT_MILLIS, timeout.toMillis());
            socket.connect(new InetSocketAddress(to.address(), to.port()), patience);
            return to.secure() ? secured(socket) : socket;
        } catch (IOException e) {
            throw new Broken(to.uri().getHost() + " cannot be reached", false);
        }
    }

    /** The certificate must be for the name, though we go to the address. */
    private Socket secured(Socket socket) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secure = (SSLSocket) factory.createSocket(socket, to.uri().getHost(), to.port(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private Answer converse(
            Socket socket, String method, Map<String, String> headers, Optional<String> body)
            throws IOException, Broken {
        try {
            var bytes = body.map(b -> b.getBytes(StandardCharsets.UTF_8));
            var out = socket.getOutputStream();
            out.write(head(method, headers, bytes.map(b -> b.length))
                    .getBytes(StandardCharsets.ISO_8859_1));
            if (bytes.isPresent()) {
                out.write(bytes.get());
            }
            out.flush();
            return Answer.read(new BufferedInputStream(socket.getInputStream()), method);
        } catch (IOException e) {
            throw new Broken("no whole answer came from " + to.uri().getHost(), true);
        }
    }

    private String head(String method, Map<String, String> headers, Optional<Integer> length) {
        var head = new StringBuilder(method + " " + to.pathAndQuery() + " HTTP/1.1\r\n");
        head.append("Host: ").append(to.hostHeader()).append("\r\n");
        head.append("Connection: close\r\n");
        headers.forEach((name, value) ->
                head.append(name).append(": ").append(oneLine(value)).append("\r\n"));
        length.ifPresent(n -> head.append("Content-Length: ").append(n).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** A value with a line end could smuggle a header. */
    private static String oneLine(String value) {
        return value.replaceAll("[\\r\\n\\x00]", " ");
    }
}
