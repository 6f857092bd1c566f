package dev.countersign.agent.tool.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.countersign.agent.tool.kubernetes.api.Exec;
import dev.countersign.agent.tool.kubernetes.api.Json;

import io.fabric8.kubernetes.client.http.WebSocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** The web socket that a command's output comes through; keeps so much of it and no more. */
final class ExecSocket implements WebSocket.Listener {
    static final String PROTOCOL = "v4.channel.k8s.io";
    private static final int OUT = 1;
    private static final int ERRORS = 2;
    private static final int STATUS = 3;
    private static final int NORMAL = 1000;
    private static final int MAX_STATUS = 16_384;

    private final int max;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream status = new ByteArrayOutputStream();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private boolean cut;

    ExecSocket(int max) {
        this.max = max;
    }

    /** Completed when the command ended, or wrote more than is kept. */
    CompletableFuture<Boolean> end() {
        return end;
    }

    @Override
    public synchronized void onMessage(WebSocket socket, ByteBuffer message) {
        int channel = message.hasRemaining() ? message.get() : 0;
        switch (channel) {
            case OUT -> keep(out, message, max - out.size() - errors.size());
            case ERRORS -> keep(errors, message, max - out.size() - errors.size());
            case STATUS -> keep(status, message, MAX_STATUS - status.size());
            default -> message.position(message.limit());
        }
        if (cut) {
            socket.sendClose(NORMAL, "enough");
            end.complete(true);
        } else {
            socket.request();
        }
    }

    private void keep(ByteArrayOutputStream into, ByteBuffer message, int room) {
        byte[] bytes = new byte[Math.min(room, message.remaining())];
        message.get(bytes);
        into.writeBytes(bytes);
        cut |= message.hasRemaining();
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        onMessage(socket, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        socket.sendClose(NORMAL, "");
        end.complete(true);
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
        end.completeExceptionally(cause);
    }

    synchronized Exec.Result result() {
        return new Exec.Result(
                out.toString(StandardCharsets.UTF_8),
                errors.toString(StandardCharsets.UTF_8),
                exit(),
                cut);
    }

    private OptionalInt exit() {
        JsonNode said = Json.read(status.toString(StandardCharsets.UTF_8))
                .orElseGet(MissingNode::getInstance);
        if (said.path("status").asText().equals("Success")) {
            return OptionalInt.of(0);
        }
        for (JsonNode cause : said.path("details").path("causes")) {
            if (cause.path("reason").asText().equals("ExitCode")) {
                return OptionalInt.of(cause.path("message").asInt(1));
            }
        }
        if (!said.isMissingNode()) {
            errors.writeBytes(said.path("message").asText().getBytes(StandardCharsets.UTF_8));
            return OptionalInt.of(1);
        }
        return OptionalInt.empty();
    }
}
