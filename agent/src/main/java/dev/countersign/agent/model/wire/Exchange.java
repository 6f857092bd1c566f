package dev.countersign.agent.model.wire;

import dev.countersign.agent.model.wire.ProviderSettings.Route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The HTTP side of a provider: a whole exchange has one deadline, one thread and a largest size,
 * and goes by the proxy and trusts the authorities of its route. Used by many threads at once.
 */
public final class Exchange {
    public static final int MOST_BYTES = 8 * 1024 * 1024;
    static final int MOST_ERROR_BYTES = 16 * 1024;
    public static final Duration CONNECT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final Duration deadline;

    public Exchange(Route route) {
        this(client(route), route.timeout());
    }

    private Exchange(HttpClient http, Duration deadline) {
        this.http = http;
        this.deadline = deadline;
    }

    /** The same way, with another deadline. */
    Exchange within(Duration other) {
        return new Exchange(http, other);
    }

    private static HttpClient client(Route route) {
        var builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        route.proxy()
                .ifPresent(p -> builder.proxy(ProxySelector.of(
                        InetSocketAddress.createUnresolved(p.getHost(), p.getPort()))));
        route.ca().ifPresent(file -> builder.sslContext(Trust.in(file)));
        return builder.build();
    }

    /** Reads one answer that is not a refusal. */
    @FunctionalInterface
    public interface Reader {
        void read(HttpResponse<InputStream> response, InputStream body) throws IOException;
    }

    public void run(HttpRequest.Builder outgoing, Reader reader) {
        long start = System.nanoTime();
        var late = new AtomicBoolean();
        try {
            var response = http.send(asked(outgoing), BodyHandlers.ofInputStream());
            var left = deadline.minusNanos(System.nanoTime() - start);
            try (var body = response.body()) {
                var alarm = CompletableFuture.runAsync(
                        () -> cut(body, late),
                        CompletableFuture.delayedExecutor(
                                Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS));
                try {
                    refuse(response, body);
                    reader.read(response, new Bounded(body, MOST_BYTES));
                } finally {
                    alarm.cancel(false);
                }
            }
            if (late.get()) {
                throw new TookTooLong(null);
            }
        } catch (HttpTimeoutException e) {
            throw new TookTooLong(e);
        } catch (IOException | UncheckedIOException e) {
            throw late.get() ? new TookTooLong(e) : unchecked(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** Without TLS the client would ask for HTTP/2 in the middle of a request: some lose it. */
    private HttpRequest asked(HttpRequest.Builder outgoing) {
        var request = outgoing.timeout(deadline).build();
        return "http".equals(request.uri().getScheme())
                ? outgoing.version(HttpClient.Version.HTTP_1_1).build()
                : request;
    }

    private static RuntimeException unchecked(Exception e) {
        return e instanceof IOException io
                ? new UncheckedIOException(io)
                : (UncheckedIOException) e;
    }

    private static void cut(InputStream body, AtomicBoolean late) {
        late.set(true);
        try {
            body.close();
        } catch (IOException alreadyGone) {
            late.set(true);
        }
    }

    private static void refuse(HttpResponse<?> response, InputStream body) throws IOException {
        if (response.statusCode() < 200 || response.statusCode() >= 300) {
            throw new Refused(
                    response.statusCode(),
                    new String(body.readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8),
                    response.headers().firstValue("retry-after"));
        }
    }

    /** A request that carries these headers; an address that is none is told as such. */
    public static HttpRequest.Builder to(String address) {
        return HttpRequest.newBuilder(URI.create(address));
    }
}
