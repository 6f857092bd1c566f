package dev.countersign.bot.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.bot.crash.Victim.Answer;
import dev.countersign.bot.fault.Event.Answered;
import dev.countersign.bot.fault.Event.Begun;
import dev.countersign.bot.fault.Event.Says;
import dev.countersign.bot.fault.Event.Shown;
import dev.countersign.bot.fault.Event.Told;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * One of those who ask for changes, decide them and wait for them, through whichever process
 * answers; now and then somebody else decides at the same time, and not in the same way.
 */
final class Client {
    /** What a client says who finds that a lost call has run. */
    static final String IT_RAN = "I looked, and it is there";

    private static final Pattern ALREADY =
            Pattern.compile("(?s).*[Aa]lready (approved|rejected|answered) by (\\S+) at .*");
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(150);
    private static final int REJECTED = 5;
    private static final int CONTESTED = 7;

    private final String person;
    private final String other;
    private final World world;
    private final Road road;
    private final Set<String> shown = new HashSet<>();

    Client(String person, String other, World world, Road road) {
        this.person = person;
        this.other = other;
        this.world = world;
        this.road = road;
    }

    /** All of one change, over as many tries and processes as it takes. */
    void wants(int number) {
        var object = "change-" + number;
        var run = road.begins(person, object);
        world.history().add(new Begun(person, run, object));
        var end = System.nanoTime() + MOST_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var now = world.fleet().get("/api/v1/runs/" + run).body();
            now.path("questions").forEach(key -> look(number, run, key.asText()));
            if (now.path("questions").isEmpty()
                    && "resting".equals(now.path("phase").asText())
                    && !now.path("answer").isNull()) {
                world.history().add(new Answered(run, now.path("answer").asText()));
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError(object + " of " + person + " does not go on: "
                + world.fleet().get("/api/v1/runs/" + run));
    }

    private void look(int number, String run, String key) {
        var question = world.fleet().get("/api/v1/questions/" + key).body();
        var kind = question.path("kind").asText();
        if (!"open".equals(question.path("state").asText())) {
            return;
        }
        if (shown.add(key + question.path("version"))) {
            var digest = question.at("/call/digest").asText();
            world.history().add(new Shown(run, key, kind, digest));
        }
        if (!kind.equals("approve")) {
            says(person, question, looked("change-" + number));
            return;
        }
        var approves = number % REJECTED != 0;
        if (number % CONTESTED == 0 && road.othersMayDecide()) {
            var late = CompletableFuture.runAsync(() -> says(other, question, verdict(!approves)));
            decide(number, question, approves);
            late.join();
        } else {
            decide(number, question, approves);
        }
    }

    private void decide(int number, JsonNode question, boolean approves) {
        if (!road.decides(person, "change-" + number, question, approves)) {
            says(person, question, verdict(approves));
        }
    }

    static String words(String object) {
        return "Create a ConfigMap called " + object
                + " in the default namespace with the key message set to " + object;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode verdict(boolean approves) {
        return approves
                ? object().put("verdict", "approve")
                : object().put("verdict", "reject").put("reason", "not now");
    }

    /** What became of a call that was lost: somebody looks at the cluster. */
    private ObjectNode looked(String object) {
        var body = object();
        if (world.changes(object) > 0) {
            body.putObject("outcome").put("result", "ran").put("text", IT_RAN);
        } else {
            body.putObject("outcome").put("result", "again").put("text", "it is not there");
        }
        return body;
    }

    private void says(String who, JsonNode question, ObjectNode body) {
        var key = question.path("key").asText();
        if (body.has("verdict")) {
            body.put("version", question.path("version").asInt());
        }
        world.history().add(new Says(who, key, body.toString()));
        var path = "/api/v1/questions/" + key + "/decision";
        var told = world.fleet()
                .asks(
                        "POST " + path,
                        victim -> Fleet.available(
                                victim.post(path, who + key, body, World.token(who))));
        world.history().add(told(who, key, told));
    }

    /** What an answer promises: that it stands so, or that it stood before. */
    private static Told told(String who, String key, Answer answer) {
        if (answer.status() == 200) {
            var state = answer.body().path("state").asText();
            var by = answer.body().at("/decided/by").asText();
            return new Told(who, key, 200, state, by);
        }
        var already = ALREADY.matcher(answer.body().path("detail").asText());
        return already.matches()
                ? new Told(who, key, answer.status(), already.group(1), already.group(2))
                : new Told(who, key, answer.status(), "", "");
    }
}
