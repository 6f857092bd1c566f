package dev.countersign.channels.slack.inbound;

import com.slack.api.bolt.response.Response;

import dev.countersign.channels.HttpDoor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** {@code POST /slack/events}: everything that Slack sends over HTTP, once its signature holds. */
public final class EventsDoor implements HttpDoor {
    public static final String PATH = "/slack/events";
    private static final int MOST_BYTES = 256 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(EventsDoor.class);

    private final Optional<SlackSignature> signature;
    private final Deliveries deliveries;
    private final AtomicLong refused = new AtomicLong();

    /** Without a signature to check there is no door. */
    public EventsDoor(Optional<SlackSignature> signature, Deliveries deliveries) {
        this.signature = signature;
        this.deliveries = deliveries;
    }

    @Override
    public List<String> routes() {
        return signature.isPresent() ? List.of("POST " + PATH) : List.of();
    }

    /** How many requests were refused since the start. */
    public long refused() {
        return refused.get();
    }

    @Override
    public Answer knock(Knock knock) {
        if (signature.isEmpty()) {
            return refuse(404, "Slack is not connected over HTTP here.");
        }
        if (knock.body().length > MOST_BYTES) {
            return refuse(413, "The request is larger than 256 KB.");
        }
        var type = knock.header("content-type").orElse("");
        if (!type.startsWith("application/json")
                && !type.startsWith("application/x-www-form-urlencoded")) {
            return refuse(415, "Only JSON and forms are taken.");
        }
        if (!proven(knock, signature.get())) {
            return refuse(
                    401,
                    "The signature does not prove that this is from Slack, or it is not"
                            + " from now.");
        }
        return answer(deliveries.http(new String(knock.body(), StandardCharsets.UTF_8)));
    }

    private static boolean proven(Knock knock, SlackSignature signature) {
        return signature.proves(
                knock.header("x-slack-request-timestamp").orElse(""),
                knock.header("x-slack-signature").orElse(""),
                knock.body());
    }

    private Answer refuse(int status, String why) {
        var count = refused.incrementAndGet();
        LOG.warn("slack request {} refused with {}: {} Nothing changed", count, status, why);
        var headers = Map.of("Content-Type", "text/plain; charset=utf-8");
        return new Answer(status, headers, why.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(Response response) {
        var body = Optional.ofNullable(response.getBody()).orElse("");
        var type = Optional.ofNullable(response.getContentType()).orElse("text/plain");
        return new Answer(
                response.getStatusCode(),
                Map.of("Content-Type", type),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
