package dev.countersign.bot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.crash.Plot.Change;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One change that is asked for, decided and waited for, through whichever process answers; two
 * people decide some of them at once, and not in the same way.
 */
final class Approval {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(180);
    private static final Pattern ALREADY =
            Pattern.compile("(?s)Already (approved|rejected) by local at .*");
    private static final int REJECTED = 5;
    private static final int CONTESTED = 7;

    private final int number;
    private final String name;
    private final Fleet fleet;
    private final History history;
    private final List<String> recorded = new CopyOnWriteArrayList<>();
    private String run = "";
    private String key = "";
    private String answer = "";

    Approval(int number, String name, Fleet fleet, History history) {
        this.number = number;
        this.name = name;
        this.fleet = fleet;
        this.history = history;
    }

    /** All of it, over as many tries and processes as it takes. */
    void happens() {
        run = started();
        key = seen(r -> !r.path("questions").isEmpty())
                .path("questions")
                .path(0)
                .asText();
        if (number % CONTESTED == 0) {
            var other = CompletableFuture.runAsync(() -> decide("reject"));
            decide("approve");
            other.join();
        } else {
            decide(number % REJECTED == 0 ? "reject" : "approve");
        }
        answer = seen(r -> "resting".equals(r.path("phase").asText())
                        && !r.path("answer").isNull())
                .path("answer")
                .asText();
        history.add(name, "answered: " + answer);
    }

    private String started() {
        var words = "Create a ConfigMap called " + name
                + " in the default namespace with the key message set to " + name;
        var body = Tale.object().put("agent", "hitl-agent").put("message", words);
        var told = fleet.post("/api/v1/runs", name, body);
        assertThat(told.status()).as("%s", told).isEqualTo(201);
        // Who sends it again, to another process, is told of the same run.
        var again = fleet.post("/api/v1/runs", name, body);
        assertThat(again.body().path("id")).isEqualTo(told.body().path("id"));
        history.add(name, "is run " + told.body().path("id"));
        return told.body().path("id").asText();
    }

    private JsonNode seen(Predicate<JsonNode> wanted) {
        var end = System.nanoTime() + MOST_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var now = fleet.get("/api/v1/runs/" + run);
            assertThat(now.status()).as("%s", now).isEqualTo(200);
            assertThat(now.body().path("phase").asText()).isNotEqualTo("closed");
            if (wanted.test(now.body())) {
                return now.body();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError(this + " does not go on: " + fleet.get("/api/v1/runs/" + run));
    }

    private void decide(String verdict) {
        var body = Tale.object().put("verdict", verdict);
        if (verdict.equals("reject")) {
            body.put("reason", "not " + name);
        }
        var told = fleet.post("/api/v1/questions/" + key + "/decision", name + "-" + verdict, body);
        history.add(name, verdict + " of " + key + " -> " + told.status() + " " + told.body());
        if (told.status() == 200) {
            recorded.add(verdict.equals("approve") ? "approved" : "rejected");
        } else {
            // A process that died before it answered may have kept the decision.
            assertThat(told.status()).as("%s", told).isEqualTo(409);
            assertThat(told.body().path("detail").asText()).matches(ALREADY);
        }
    }

    /** One decision, the one that was told; nothing ran without a yes. */
    Optional<Change> holds() {
        var now = fleet.get("/api/v1/questions/" + key);
        var state = now.body().path("state").asText();
        assertThat(state).as("%s %s", this, now).isIn("approved", "rejected");
        assertThat(recorded).as("%s was told", this).hasSizeLessThanOrEqualTo(1);
        assertThat(recorded).as("%s was told", this).allMatch(state::equals);
        if (number % CONTESTED != 0) {
            assertThat(state).isEqualTo(number % REJECTED == 0 ? "rejected" : "approved");
        }
        assertThat(answer).contains(state.equals("approved") ? "was created" : "not " + name);
        return state.equals("approved")
                ? Optional.of(new Change("ConfigMap", name))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name + " run " + run + " question " + key;
    }
}
