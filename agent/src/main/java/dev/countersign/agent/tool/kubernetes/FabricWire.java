package dev.countersign.agent.tool.kubernetes;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiAnswer;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Exec;
import dev.countersign.agent.tool.kubernetes.api.Paths;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocket;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests over fabric8's client: its sign-in and TLS, our bounds on time and size. */
final class FabricWire implements Api.Wire {
    /** Carries our name for a request past the client, which puts its own over User-Agent. */
    static final String AGENT = "X-Countersign-Agent";

    private static final int WARNINGS = 10;
    private static final int CLOSING = 1000;

    private final KubernetesClient client;
    private final HttpClient http;
    private final Duration patience;
    private final Impersonation as;

    FabricWire(KubernetesClient client, HttpClient http, Duration patience, Impersonation as) {
        this.client = client;
        this.http = http;
        this.patience = patience;
        this.as = as;
    }

    @Override
    public ApiAnswer send(ApiRequest request, int maxBytes) {
        var body = new BoundedBody(maxBytes);
        var sent = http.consumeBytes(sent(request), body);
        CompletableFuture<ApiAnswer> answer = sent.thenCompose(response -> {
            response.body().consume();
            return response.body().done().handle((done, broken) -> body.ended(response, broken));
        });
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            sent.cancel(true);
            sent.thenAccept(response -> response.body().cancel());
            throw Broken.slow(client, patience);
        } catch (ExecutionException failed) {
            throw Broken.by(client, failed.getCause());
        } catch (InterruptedException stopped) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw Broken.by(client, stopped);
        }
    }

    @Override
    public Exec.Result run(Exec exec) {
        var socket = new ExecSocket(exec.maxBytes());
        var opening = WebSocket.toWebSocketUri(URI.create(base() + exec.address()));
        var builder = http.newWebSocketBuilder()
                .uri(opening)
                .subprotocol(ExecSocket.PROTOCOL)
                .connectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .setHeader(AGENT, agent(exec.call()));
        as.user().ifPresent(user -> builder.setHeader("Impersonate-User", user));
        as.groups().forEach(group -> builder.header("Impersonate-Group", group));
        WebSocket open = opened(builder.buildAsync(socket));
        try {
            socket.end().get(exec.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException running) {
            open.sendClose(CLOSING, "time is over");
        } catch (ExecutionException broken) {
            throw Broken.by(client, broken.getCause());
        } catch (InterruptedException stopped) {
            open.sendClose(CLOSING, "stopped");
            Thread.currentThread().interrupt();
            throw Broken.by(client, stopped);
        }
        return socket.result();
    }

    private WebSocket opened(CompletableFuture<WebSocket> opening) {
        try {
            return opening.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            opening.thenAccept(late -> late.sendClose(CLOSING, "too late"));
            throw Broken.slow(client, patience);
        } catch (ExecutionException failed) {
            throw Broken.by(client, failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Broken.by(client, stopped);
        }
    }

    private String base() {
        return client.getMasterUrl().toString().replaceAll("/+$", "");
    }

    private HttpRequest sent(ApiRequest request) {
        String query = Paths.query(request.query());
        var sent = http.newHttpRequestBuilder()
                .uri(URI.create(base() + request.path() + (query.isEmpty() ? "" : "?" + query)))
                .setHeader("Accept", request.accept());
        sent.setHeader(AGENT, agent(request.call()));
        as.user().ifPresent(user -> sent.setHeader("Impersonate-User", user));
        as.groups().forEach(group -> sent.header("Impersonate-Group", group));
        if (request.body().isEmpty()) {
            return request.method().equals("GET")
                    ? sent.build()
                    : sent.method(request.method(), ApiRequest.JSON, "").build();
        }
        return sent.method(request.method(), request.contentType(), request.body())
                .build();
    }

    /** The cluster's own audit log shows it, so that a change there leads to our record of it. */
    private static String agent(String call) {
        return call.isEmpty()
                ? "countersign"
                : "countersign (" + call.replaceAll("[^A-Za-z0-9._:/; -]", "_") + ")";
    }

    /** Keeps the first bytes, and lets the connection go when it has enough. */
    private static final class BoundedBody implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final int max;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private volatile boolean cut;

        BoundedBody(int max) {
            this.max = max;
        }

        @Override
        public synchronized void consume(List<ByteBuffer> parts, AsyncBody body) {
            for (ByteBuffer part : parts) {
                int fits = Math.min(part.remaining(), max - kept.size());
                byte[] bytes = new byte[fits];
                part.get(bytes);
                kept.writeBytes(bytes);
                cut |= part.hasRemaining();
            }
            if (cut) {
                body.cancel();
            } else {
                body.consume();
            }
        }

        synchronized ApiAnswer ended(HttpResponse<AsyncBody> response, Throwable broken) {
            if (broken != null && !cut) {
                throw new java.util.concurrent.CompletionException(broken);
            }
            List<String> warnings =
                    response.headers("Warning").stream().limit(WARNINGS).toList();
            return new ApiAnswer(response.code(), kept.toByteArray(), cut, warnings);
        }
    }
}
