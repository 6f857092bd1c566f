package dev.countersign.channels.slack.fake;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The socket side: each payload goes to exactly one of the open connections, chosen at random. */
final class FakeSockets extends WebSocketServer {
    private final List<WebSocket> open = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private static final Courier.Reply NOBODY = new Courier.Reply(0, "");

    private final Random random = new Random(7);
    private volatile int ghosts;

    FakeSockets() {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        setReuseAddr(true);
        setDaemon(true);
    }

    String url() {
        try {
            if (!started.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the socket server did not start");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return "ws://127.0.0.1:" + getPort() + "/link";
    }

    int connections() {
        return open.size();
    }

    /** Connections that Slack counts and nobody reads. */
    void ghosts(int count) {
        ghosts = count;
    }

    void disconnect(String reason) {
        var json = new JsonObject();
        json.addProperty("type", "disconnect");
        json.addProperty("reason", reason);
        open.forEach(socket -> socket.send(json.toString()));
    }

    void dropAll() {
        open.forEach(socket -> socket.close());
    }

    /** What one payload was answered; nothing when nobody acknowledged it in time. */
    Courier.Reply deliver(String type, JsonObject payload, boolean answers) {
        var to = List.copyOf(open);
        if (to.isEmpty()) {
            return NOBODY;
        }
        var id = "e" + random.nextLong();
        var envelope = new JsonObject();
        envelope.addProperty("envelope_id", id);
        envelope.addProperty("type", type);
        envelope.addProperty("accepts_response_payload", answers);
        envelope.add("payload", payload);
        var answer = new CompletableFuture<JsonObject>();
        waiting.put(id, answer);
        try {
            to.get(random.nextInt(to.size())).send(envelope.toString());
            var ack = answer.get(3, TimeUnit.SECONDS);
            return new Courier.Reply(
                    200, ack.has("payload") ? ack.get("payload").toString() : "");
        } catch (TimeoutException | WebsocketNotConnectedException late) {
            return NOBODY;
        } catch (InterruptedException | ExecutionException broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        open.add(socket);
        var hello = new JsonObject();
        hello.addProperty("type", "hello");
        hello.addProperty("num_connections", open.size() + ghosts);
        socket.send(hello.toString());
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        open.remove(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        var json = JsonParser.parseString(message).getAsJsonObject();
        var id = json.get("envelope_id").getAsString();
        var answer = waiting.remove(id);
        if (answer != null) {
            answer.complete(json);
        }
    }

    @Override
    public void onError(WebSocket socket, Exception error) {
        open.remove(socket);
    }

    @Override
    public void onStart() {
        started.countDown();
    }
}
