package dev.countersign.channels.slack.fake;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Carries deliveries to the product: signed over the exact bytes, as Slack signs them. */
public final class Courier {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int RETRIES = 3;

    private final Workplace place;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Door door = delivery -> new Reply(404, "");

    Courier(Workplace place) {
        this.place = place;
    }

    /** Where deliveries go. */
    @FunctionalInterface
    public interface Door {
        Reply knock(Delivery delivery);
    }

    public record Delivery(Map<String, String> headers, byte[] body) {}

    public record Reply(int status, String body) {}

    void to(Door there) {
        door = there;
    }

    /** Deliveries go to a server, by HTTP. */
    void to(URI url) {
        door = delivery -> {
            var request = HttpRequest.newBuilder(url).timeout(PATIENCE);
            delivery.headers().forEach(request::header);
            try {
                var body = HttpRequest.BodyPublishers.ofByteArray(delivery.body());
                var answer =
                        http.send(request.POST(body).build(), HttpResponse.BodyHandlers.ofString());
                return new Reply(answer.statusCode(), answer.body());
            } catch (IOException missed) {
                return new Reply(0, "");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return new Reply(0, "");
            }
        };
    }

    /** Three more times when it was not taken, with the same event id, as Slack does. */
    Reply event(JsonObject payload) {
        var reply = send("application/json", payload.toString());
        for (int retry = 1; retry <= RETRIES && reply.status() / 100 != 2; retry++) {
            var again = signed("application/json", payload.toString(), Workplace.SECRET, 0);
            again.headers().put("x-slack-retry-num", String.valueOf(retry));
            again.headers().put("x-slack-retry-reason", "http_error");
            reply = door.knock(again);
        }
        return reply;
    }

    Reply interaction(JsonObject payload) {
        return form(Map.of("payload", payload.toString()));
    }

    Reply form(Map<String, String> fields) {
        var body = new StringBuilder();
        fields.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return send("application/x-www-form-urlencoded", body.toString());
    }

    private Reply send(String type, String body) {
        return door.knock(signed(type, body, Workplace.SECRET, 0));
    }

    /** A delivery signed with some secret, some seconds away from now. */
    public Delivery signed(String type, String body, String secret, long secondsOff) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var time = String.valueOf(place.now().getEpochSecond() + secondsOff);
        var headers = new HashMap<String, String>();
        headers.put("content-type", type);
        headers.put("x-slack-request-timestamp", time);
        headers.put("x-slack-signature", "v0=" + mac(secret, "v0:" + time + ":", bytes));
        return new Delivery(headers, bytes);
    }

    /** Delivers something as it is, well signed or not. */
    public Reply deliver(Delivery delivery) {
        return door.knock(delivery);
    }

    private static String mac(String secret, String prefix, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }
}
