package dev.countersign.channels.slack.inbound;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.slack.api.bolt.App;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.util.SlackRequestParser;
import com.slack.api.bolt.util.SlackRequestParser.HttpRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Hands one proven delivery to Bolt, whichever way it came. */
public final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Set<String> KNOWN = Set.of(
            "block_actions",
            "view_submission",
            "view_closed",
            "event_callback",
            "url_verification");
    private static final String FORM = "payload=";

    private final App app;
    private final SlackRequestParser parser;

    public Deliveries(App app) {
        this.app = app;
        this.parser = new SlackRequestParser(app.config());
    }

    /** Goes all the way once without meaning anything, so that the first real one is quick. */
    public void warm() {
        http("{\"type\":\"url_verification\",\"challenge\":\"ready\"}");
    }

    /** What goes back to Slack; 500 means not stored, so that Slack or the user tries again. */
    public Response http(String body) {
        var json = body.startsWith("{") ? body : payload(body);
        if (!json.isEmpty() && !known(json)) {
            return Response.ok();
        }
        return run(body, false);
    }

    /** The same for what came through a socket; {@code payload} is JSON in every case. */
    public Response socket(String payload) {
        return payload.contains("\"command\"") || known(payload)
                ? run(payload, true)
                : Response.ok();
    }

    private Response run(String body, boolean socket) {
        try {
            var request = parser.parse(HttpRequest.builder()
                    .requestUri("/slack/events")
                    .queryString(Map.of())
                    .requestBody(body)
                    .headers(new RequestHeaders(Map.of()))
                    .remoteAddress("")
                    .socketMode(socket)
                    .build());
            return request == null ? Response.error(400) : app.run(request);
        } catch (Exception failed) {
            LOG.warn(
                    "a slack delivery could not be stored; Slack is told so and nothing changed",
                    failed);
            return Response.error(500);
        }
    }

    private static String payload(String body) {
        return body.startsWith(FORM)
                ? URLDecoder.decode(
                        body.substring(FORM.length()).split("&", 2)[0], StandardCharsets.UTF_8)
                : "";
    }

    /** Kinds that nobody handles are acknowledged, not complained about: Bolt would print them. */
    private static boolean known(String json) {
        try {
            JsonObject payload = JsonParser.parseString(json).getAsJsonObject();
            var type = payload.get("type");
            return type != null && KNOWN.contains(type.getAsString());
        } catch (JsonParseException | IllegalStateException broken) {
            return false;
        }
    }
}
