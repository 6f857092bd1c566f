package dev.countersign.channels.slack.inbound;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.slack.api.bolt.response.Response;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One Socket Mode connection: envelopes in, acknowledgements out on the same connection. */
final class Socket implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int AT_ONCE = 64;
    private static final int FINE = 200;

    private final Deliveries deliveries;
    private final IntConsumer counted;
    private final StringBuilder text = new StringBuilder();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Ending ending = Ending.LOST;
    private volatile long heard = System.nanoTime();
    private volatile boolean greeted;
    private volatile Optional<WebSocket> link = Optional.empty();

    /** Why a connection is over. */
    enum Ending {
        REFRESH,
        CROWDED,
        DISABLED,
        LOST
    }

    Socket(Deliveries deliveries, IntConsumer counted) {
        this.deliveries = deliveries;
        this.counted = counted;
    }

    boolean greeted() {
        return greeted && ended.getCount() > 0;
    }

    /** Its ending, if it is over or told to be over soon, within this time. */
    Optional<Ending> await(Duration time) throws InterruptedException {
        return told.await(time.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(ending)
                : Optional.empty();
    }

    void awaitEnd(Duration time) throws InterruptedException {
        ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    Duration silentFor() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    synchronized void ping() {
        link.ifPresent(socket -> socket.sendPing(ByteBuffer.allocate(0)));
    }

    void drop() {
        link.ifPresent(WebSocket::abort);
        over(Ending.LOST);
        ended.countDown();
    }

    @Override
    public void onOpen(WebSocket socket) {
        link = Optional.of(socket);
        socket.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        heard = System.nanoTime();
        text.append(part);
        if (text.length() > MOST_CHARACTERS) {
            LOG.warn(
                    "slack sent an envelope of more than {} characters; dropping the connection",
                    MOST_CHARACTERS);
            drop();
            return null;
        }
        if (last) {
            var whole = text.toString();
            text.setLength(0);
            received(whole);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        heard = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        return onPing(socket, message);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        over(Ending.LOST);
        ended.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        LOG.info("slack socket broke ({}); it is opened again", error.getMessage());
        onClose(socket, 0, "");
    }

    /** The first reason stays: a close that follows an announced one changes nothing. */
    private synchronized void over(Ending why) {
        if (told.getCount() > 0) {
            ending = why;
            told.countDown();
        }
    }

    private void received(String message) {
        try {
            var envelope = JsonParser.parseString(message).getAsJsonObject();
            switch (field(envelope, "type")) {
                case "hello" -> greeted(envelope);
                case "disconnect" -> over(reason(field(envelope, "reason")));
                default -> deliver(envelope);
            }
        } catch (JsonParseException | IllegalStateException broken) {
            LOG.warn("slack sent something through the socket that is no envelope; ignoring it");
        }
    }

    private void greeted(JsonObject hello) {
        greeted = true;
        if (hello.has("num_connections")) {
            counted.accept(hello.get("num_connections").getAsInt());
        }
    }

    private static Ending reason(String word) {
        return switch (word) {
            case "link_disabled" -> Ending.DISABLED;
            case "too_many_websockets" -> Ending.CROWDED;
            default -> Ending.REFRESH;
        };
    }

    private void deliver(JsonObject envelope) {
        var id = field(envelope, "envelope_id");
        if (id.isEmpty() || !envelope.has("payload")) {
            return;
        }
        room.acquireUninterruptibly();
        Thread.ofVirtual().name("slack-envelope").start(() -> {
            try {
                var answer = deliveries.socket(envelope.get("payload").toString());
                if (answer.getStatusCode() == FINE) {
                    acknowledge(id, envelope, answer);
                }
            } finally {
                room.release();
            }
        });
    }

    private synchronized void acknowledge(String id, JsonObject envelope, Response answer) {
        var json = new JsonObject();
        json.addProperty("envelope_id", id);
        var body = Optional.ofNullable(answer.getBody()).orElse("");
        var wanted = envelope.has("accepts_response_payload")
                && envelope.get("accepts_response_payload").getAsBoolean();
        if (wanted && body.startsWith("{")) {
            json.add("payload", JsonParser.parseString(body));
        }
        link.ifPresent(socket -> socket.sendText(json.toString(), true).join());
    }

    private static String field(JsonObject json, String name) {
        return json.has(name) && json.get(name).isJsonPrimitive()
                ? json.get(name).getAsString()
                : "";
    }
}
