package dev.countersign.agent.model.langchain;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The HTTP side of a provider. The library's own client loses {@code Retry-After} and has no limit
 * for a body that trickles; here a whole exchange has one deadline, one thread and a largest size.
 */
final class Wire implements HttpClient, HttpClientBuilder {
    static final int MOST_BYTES = 8 * 1024 * 1024;
    static final int MOST_ERROR_BYTES = 16 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final java.net.http.HttpClient http =
            java.net.http.HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final Duration deadline;

    Wire(Duration deadline) {
        this.deadline = deadline;
    }

    /** A refusal of the provider, with how long it asks us to wait. */
    static final class Refused extends HttpException {
        private static final long serialVersionUID = 1L;
        private final transient Optional<String> retryAfter;

        Refused(int status, String body, Optional<String> retryAfter) {
            super(status, body);
            this.retryAfter = retryAfter;
        }

        Optional<String> retryAfter() {
            return retryAfter;
        }
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        var answer = new Object[1];
        exchange(request, (response, body) -> {
            var bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
            }
            answer[0] = opened(response, bytes);
        });
        return (SuccessfulHttpResponse) answer[0];
    }

    @Override
    public void execute(
            HttpRequest request, ServerSentEventParser parser, ServerSentEventListener end) {
        var listener = new Refusals(end);
        try {
            exchange(request, (response, body) -> {
                listener.onOpen(opened(response, new byte[0]));
                parser.parse(new Bounded(body, MOST_BYTES), listener);
                listener.onClose();
            });
        } catch (RuntimeException e) {
            listener.onError(e);
        }
    }

    /** Reads one answer. */
    @FunctionalInterface
    private interface Reader {
        void read(HttpResponse<InputStream> response, InputStream body) throws IOException;
    }

    private void exchange(HttpRequest request, Reader reader) {
        long start = System.nanoTime();
        var late = new AtomicBoolean();
        try {
            var response = http.send(outgoing(request), BodyHandlers.ofInputStream());
            var left = deadline.minusNanos(System.nanoTime() - start);
            try (var body = response.body()) {
                var alarm = CompletableFuture.runAsync(
                        () -> cut(body, late),
                        CompletableFuture.delayedExecutor(
                                Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS));
                try {
                    refuse(response, body);
                    reader.read(response, body);
                } finally {
                    alarm.cancel(false);
                }
            }
            if (late.get()) {
                throw new TimeoutException("the answer was cut at the deadline");
            }
        } catch (HttpTimeoutException e) {
            throw new TimeoutException(e);
        } catch (IOException | UncheckedIOException e) {
            throw late.get() ? new TimeoutException(e) : unchecked(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    private static UncheckedIOException unchecked(Exception e) {
        return e instanceof UncheckedIOException already
                ? already
                : new UncheckedIOException((IOException) e);
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

    private java.net.http.HttpRequest outgoing(HttpRequest request) {
        var outgoing =
                java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(deadline);
        request.headers()
                .forEach((name, values) -> values.forEach(value -> outgoing.header(name, value)));
        var body = Optional.ofNullable(request.body());
        return outgoing.method(
                        request.method().name(),
                        body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody))
                .build();
    }

    private static SuccessfulHttpResponse opened(HttpResponse<?> response, byte[] body) {
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(body)
                .build();
    }

    @Override
    public Duration connectTimeout() {
        return CONNECT;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return deadline;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return this;
    }
}
