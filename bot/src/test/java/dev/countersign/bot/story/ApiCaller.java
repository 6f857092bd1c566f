package dev.countersign.bot.story;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** Somebody with a token who speaks HTTP to the API. */
public final class ApiCaller {
    /** No story waits longer for anything. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Set<String> OVER = Set.of("resting", "closed");

    private final HttpClient http;
    private final Supplier<URI> base;
    private final String token;

    ApiCaller(HttpClient http, Supplier<URI> base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    public Reply post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    public Reply post(String path, JsonNode body) {
        return post(path, body.toString());
    }

    public HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.get().resolve(path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    public Reply send(HttpRequest.Builder request) {
        try {
            return Reply.of(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    /** Starts a run of the agent that asks before it changes anything, and says which. */
    public String asks(String message) {
        return asks("hitl-agent", message);
    }

    public String asks(String agent, String message) {
        var reply = post("/api/v1/runs", object().put("agent", agent).put("message", message));
        return must(reply, 201).at("id").asText();
    }

    public void says(String run, String message) {
        must(post("/api/v1/runs/" + run + "/messages", object().put("message", message)), 202);
    }

    public Reply cancels(String run) {
        return post("/api/v1/runs/" + run + "/cancel", "");
    }

    public JsonNode run(String run) {
        return must(get("/api/v1/runs/" + run), 200).json();
    }

    /** The run once this is true of it. */
    public JsonNode run(String run, Predicate<JsonNode> once) {
        return await("run " + run)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .pollDelay(Duration.ZERO)
                .until(() -> run(run), once);
    }

    /** The run once the agent has answered, or the run is closed. */
    public JsonNode ended(String run) {
        return run(run, now -> OVER.contains(now.path("phase").asText()));
    }

    public String answer(String run) {
        return ended(run).path("answer").asText();
    }

    /** The one open question of a run, when it is there. */
    public JsonNode question(String run) {
        return questions(run, 1).getFirst();
    }

    /** The open questions of a run, when there are as many, in the order of their calls. */
    public List<JsonNode> questions(String run, int count) {
        var now = run(run, r -> r.path("questions").size() == count);
        return StreamSupport.stream(now.path("questions").spliterator(), false)
                .map(key -> questionOf(key.asText()))
                .toList();
    }

    public JsonNode questionOf(String key) {
        return must(get("/api/v1/questions/" + key), 200).json();
    }

    public Reply approves(JsonNode question) {
        return decides(question, object().put("verdict", "approve"));
    }

    public Reply rejects(JsonNode question, String reason) {
        return decides(question, object().put("verdict", "reject").put("reason", reason));
    }

    /** One answer for each thing that was asked. */
    public Reply answers(JsonNode question, String... answers) {
        var body = object();
        var list = body.putArray("answers");
        Arrays.stream(answers).forEach(a -> list.addObject().putArray("answer").add(a));
        return decides(question, body);
    }

    public Reply decides(JsonNode question, JsonNode body) {
        return post("/api/v1/questions/" + question.path("key").asText() + "/decision", body);
    }

    public static ObjectNode object() {
        return Reply.JSON.createObjectNode();
    }

    private static Reply must(Reply reply, int status) {
        if (reply.status() != status) {
            throw new AssertionError(
                    "expected " + status + " and got " + reply.status() + ": " + reply.text());
        }
        return reply;
    }
}
