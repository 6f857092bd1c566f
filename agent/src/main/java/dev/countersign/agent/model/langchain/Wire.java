package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.wire.Exchange;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Our exchange in the library's form. The library's own client loses {@code Retry-After} and has no
 * limit for a body that trickles.
 */
final class Wire implements HttpClient, HttpClientBuilder {
    private final Exchange exchange;
    private final Duration deadline;

    Wire(Exchange exchange, Duration deadline) {
        this.exchange = exchange;
        this.deadline = deadline;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        var answer = new AtomicReference<SuccessfulHttpResponse>();
        exchange.run(
                outgoing(request),
                (response, body) -> answer.set(opened(response, body.readAllBytes())));
        return answer.get();
    }

    @Override
    public void execute(
            HttpRequest request, ServerSentEventParser parser, ServerSentEventListener end) {
        var listener = new Refusals(end);
        try {
            exchange.run(outgoing(request), (response, body) -> {
                listener.onOpen(opened(response, new byte[0]));
                parser.parse(body, listener);
                listener.onClose();
            });
        } catch (RuntimeException e) {
            listener.onError(e);
        }
    }

    private static java.net.http.HttpRequest.Builder outgoing(HttpRequest request) {
        var outgoing = Exchange.to(request.url());
        request.headers()
                .forEach((name, values) -> values.forEach(value -> outgoing.header(name, value)));
        var body = Optional.ofNullable(request.body());
        return outgoing.method(
                request.method().name(),
                body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
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
        return Exchange.CONNECT;
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
