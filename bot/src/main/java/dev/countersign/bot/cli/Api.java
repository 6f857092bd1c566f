package dev.countersign.bot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.bot.config.LocalToken;
import dev.countersign.bot.config.Secret;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A running server, spoken to by its HTTP API. */
final class Api {

    /** Numbers as they stand, so that nothing is rounded between what is shown and what runs. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String HERE = "http://127.0.0.1:8080";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int FIRST_ERROR = 400;

    private final String url;
    private final Secret token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    private Api(String url, Secret token) {
        this.url = url;
        this.token = token;
    }

    /** The server that the environment names, or the one of this machine. */
    static Api in(Map<String, String> environment) {
        var url = Optional.ofNullable(environment.get("COUNTERSIGN_URL"))
                .filter(text -> !text.isBlank())
                .orElse(HERE);
        var data = Path.of(environment.getOrDefault("COUNTERSIGN_DATA", "./data"));
        var token = Optional.ofNullable(environment.get("COUNTERSIGN_TOKEN"))
                .filter(text -> !text.isBlank())
                .map(Secret::new)
                .or(() -> local(data))
                .orElseThrow(() -> new Refused("There is no token. Set COUNTERSIGN_TOKEN, or run"
                        + " this in the folder where the server was started (it keeps its own in "
                        + data + ")."));
        return new Api(url.replaceAll("/+$", ""), token);
    }

    private static Optional<Secret> local(Path data) {
        try {
            return LocalToken.findIn(data);
        } catch (IOException unreadable) {
            throw new Refused("The local token in " + data + " cannot be read: "
                    + unreadable.getMessage() + ". Set COUNTERSIGN_TOKEN instead.");
        }
    }

    JsonNode get(String path) {
        return json(send(request(path).GET()));
    }

    JsonNode post(String path, JsonNode body) {
        var request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        return json(send(request));
    }

    JsonNode postYaml(String path, String yaml) {
        var request = request(path)
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(yaml));
        return json(send(request));
    }

    /** The events of a run, as the server tells them; closing the stream ends it. */
    Stream<String> events(String run) {
        var request = request("/api/v1/runs/" + escaped(run) + "/events")
                .header("Accept", "text/event-stream")
                .GET();
        return told(request, BodyHandlers.ofLines());
    }

    static String escaped(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(url + path))
                    .header("Authorization", "Bearer " + token.reveal())
                    .header("User-Agent", "countersign-cli")
                    .header("X-Countersign-Door", "cli");
        } catch (IllegalArgumentException badUrl) {
            throw new Refused(
                    "COUNTERSIGN_URL \"" + url + "\" is no address such as " + HERE + ".");
        }
    }

    private String send(HttpRequest.Builder request) {
        return told(request.timeout(ANSWER), BodyHandlers.ofString());
    }

    private <T> T told(HttpRequest.Builder request, HttpResponse.BodyHandler<T> whole) {
        try {
            var answer = http.send(
                    request.build(),
                    head -> head.statusCode() < FIRST_ERROR
                            ? BodySubscribers.mapping(whole.apply(head), body -> body)
                            : BodySubscribers.mapping(
                                    BodySubscribers.ofString(StandardCharsets.UTF_8), body -> {
                                        throw new Refused(detail(head.statusCode(), body));
                                    }));
            return answer.body();
        } catch (IOException failed) {
            if (failed.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new Refused("Nothing answers at " + url + ". Start the server with"
                    + " bot/countersign, or set COUNTERSIGN_URL.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Refused("Stopped before the server had answered.");
        }
    }

    private static String detail(int status, String body) {
        try {
            var detail = JSON.readTree(body).path("detail").asText("");
            return detail.isEmpty() ? "The server answered " + status + "." : detail;
        } catch (JsonProcessingException notOurs) {
            return "The server answered " + status + ", and not as Countersign does.";
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notOurs) {
            throw new Refused("The server's answer is no JSON. Is COUNTERSIGN_URL right?");
        }
    }

    /** The server, or something before it, said no; the message is for the person. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }
    }
}
