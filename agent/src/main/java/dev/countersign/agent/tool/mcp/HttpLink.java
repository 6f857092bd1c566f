package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.mcp.LinkFailure.Kind;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A server at an address, over streamable HTTP; redirects are not followed. */
final class HttpLink implements Link {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_IGNORED = 1024;
    private static final String SESSION = "Mcp-Session-Id";

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final URI address;
    private final Supplier<Map<String, String>> headers;
    private final Ears ears;
    private final AtomicLong ids = new AtomicLong();
    private volatile Optional<String> session = Optional.empty();

    HttpLink(URI address, Supplier<Map<String, String>> headers, Ears ears) {
        this.address = address;
        this.headers = headers;
        this.ears = ears;
    }

    @Override
    public JsonNode ask(String method, ObjectNode params, Duration patience) throws LinkFailure {
        long id = ids.incrementAndGet();
        var exchange = submit(() -> exchange(id, Rpc.request(id, method, params)));
        try {
            return Rpc.result(exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new LinkFailure(
                    Kind.NO_ANSWER, "no answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LinkFailure failure
                    ? failure
                    : new LinkFailure(
                            Kind.NO_ANSWER, String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new LinkFailure(Kind.NO_ANSWER, "the wait for an answer was interrupted");
        }
    }

    private Future<JsonNode> submit(Callable<JsonNode> work) throws LinkFailure {
        try {
            return workers.submit(work);
        } catch (RejectedExecutionException e) {
            throw new LinkFailure(Kind.NOT_SENT, "the connection is closed");
        }
    }

    @Override
    public void tell(String method) throws LinkFailure {
        say(Rpc.notice(method));
    }

    private void say(ObjectNode message) throws LinkFailure {
        try (var body = send(message).body()) {
            body.readNBytes(MOST_IGNORED);
        } catch (IOException e) {
            throw new LinkFailure(Kind.NO_ANSWER, "the connection broke");
        }
    }

    private JsonNode exchange(long id, ObjectNode message) throws LinkFailure {
        var response = send(message);
        try (var body = response.body()) {
            var events = response.headers()
                    .firstValue("content-type")
                    .filter(type -> type.startsWith("text/event-stream"))
                    .isPresent();
            var lines = new Lines(body);
            return events ? answer(id, lines) : Rpc.read(lines.rest());
        } catch (IOException e) {
            throw new LinkFailure(
                    Kind.NO_ANSWER, "the answer broke off or is no JSON (" + e.getMessage() + ")");
        }
    }

    /** Reads events until the one that answers. */
    private JsonNode answer(long id, Lines lines) throws IOException, LinkFailure {
        var data = new StringBuilder();
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            if (line.get().startsWith("data:")) {
                data.append(line.get().substring(5).strip());
            } else if (line.get().isEmpty() && !data.isEmpty()) {
                var message = Rpc.read(data.toString());
                if (Rpc.isAnswerTo(id, message)) {
                    return message;
                }
                hear(message);
                data.setLength(0);
            }
        }
        throw new IOException("the stream ended without an answer");
    }

    private void hear(JsonNode message) throws LinkFailure {
        if (Rpc.saysToolsChanged(message)) {
            ears.toolsChanged();
        }
        Rpc.elicits(message).ifPresent(ears::asked);
        var reply = Rpc.reply(message);
        if (reply.isPresent()) {
            say(reply.get());
        }
    }

    private HttpResponse<InputStream> send(ObjectNode message) throws LinkFailure {
        try {
            var response = http.send(request(message), BodyHandlers.ofInputStream());
            check(response);
            response.headers().firstValue(SESSION).ifPresent(s -> session = Optional.of(s));
            return response;
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new LinkFailure(Kind.NOT_SENT, address + " cannot be reached");
        } catch (IOException e) {
            throw new LinkFailure(Kind.NO_ANSWER, "the connection broke");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkFailure(Kind.NO_ANSWER, "the request was interrupted");
        }
    }

    private HttpRequest request(ObjectNode message) {
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        headers.get().forEach(request::setHeader);
        session.ifPresent(s -> request.setHeader(SESSION, s));
        if (!message.path("method").asText().equals("initialize")) {
            request.setHeader("MCP-Protocol-Version", Handshake.PROTOCOL);
        }
        return request.POST(BodyPublishers.ofString(message.toString())).build();
    }

    private void check(HttpResponse<InputStream> response) throws LinkFailure {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        close(response.body());
        if (status == 404 && session.isPresent()) {
            ears.gone("the server has forgotten the session");
            throw new LinkFailure(Kind.NOT_SENT, "the server has forgotten the session");
        }
        var words = status == 401 || status == 403
                ? "the server refuses us (" + status + "). Check the secret in headers"
                : "the server answered " + status;
        throw new LinkFailure(status >= 500 ? Kind.NO_ANSWER : Kind.REFUSED, words);
    }

    private static void close(InputStream body) throws LinkFailure {
        try {
            body.close();
        } catch (IOException e) {
            throw new LinkFailure(Kind.NO_ANSWER, "the connection broke");
        }
    }

    @Override
    public List<String> lastLines() {
        return List.of();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        http.shutdownNow();
    }

    /** The lines of an answer, which together are not longer than they may be. */
    private static final class Lines {
        private final InputStream in;
        private int read;

        Lines(InputStream in) {
            this.in = in;
        }

        Optional<String> next() throws IOException {
            var bytes = new ByteArrayOutputStream();
            int b = one();
            while (b >= 0 && b != '\n') {
                if (b != '\r') {
                    bytes.write(b);
                }
                b = one();
            }
            return b < 0 && bytes.size() == 0
                    ? Optional.empty()
                    : Optional.of(bytes.toString(StandardCharsets.UTF_8));
        }

        String rest() throws IOException {
            var bytes = new ByteArrayOutputStream();
            for (int b = one(); b >= 0; b = one()) {
                bytes.write(b);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }

        private int one() throws IOException {
            if (++read > StdioLink.LONGEST_LINE) {
                throw new IOException("more than " + StdioLink.LONGEST_LINE + " bytes");
            }
            return in.read();
        }
    }
}
