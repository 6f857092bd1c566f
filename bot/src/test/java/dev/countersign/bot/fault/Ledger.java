package dev.countersign.bot.fault;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.bot.fault.Event.Begun;
import dev.countersign.bot.fault.Event.Changed;
import dev.countersign.bot.fault.Event.Heard;
import dev.countersign.bot.fault.Event.Leaked;
import dev.countersign.bot.fault.Event.Quiet;
import dev.countersign.bot.fault.Event.Recorded;
import dev.countersign.bot.fault.Event.Rests;
import dev.countersign.bot.fault.Event.Stands;
import dev.countersign.bot.fault.Event.Told;

import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Writes into the history what is found when the weather is over and everything is quiet. */
final class Ledger {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration UNTIL_QUIET = Duration.ofSeconds(120);
    private static final Duration A_WHILE = Duration.ofSeconds(10);
    /** What is tried again after minutes need not be waited for: the clocks are set on. */
    private static final Duration LATER = Duration.ofMinutes(6);

    private static final Pattern SETTLED = Pattern.compile("(Approved|Rejected) by (\\S+)");

    private final World world;
    private final History history;
    private final Set<String> questions = new TreeSet<>();
    /** The first question of each run: whether its change may be made. */
    private final Map<String, String> firstAsked = new HashMap<>();

    Ledger(World world) {
        this.world = world;
        this.history = world.history();
    }

    void write() throws Exception {
        quiet();
        record();
        for (var key : questions) {
            var question = world.fleet().get("/api/v1/questions/" + key).body();
            history.add(new Stands(
                    key,
                    question.path("run").asText(),
                    question.path("state").asText(),
                    question.at("/decided/by").asText("")));
        }
        for (var begun : begun()) {
            var run = world.fleet().get("/api/v1/runs/" + begun.run()).body();
            history.add(new Rests(begun.run(), run.path("phase").asText()));
            settledInSlack(begun);
        }
        cluster();
        heard().forEach(history::add);
        leaks();
    }

    private Set<Begun> begun() {
        var begun = new HashSet<Begun>();
        history.events().forEach(event -> {
            if (event instanceof Begun one) {
                begun.add(one);
            }
        });
        return begun;
    }

    /** Nothing is done but waiting, while time passes. */
    private void quiet() {
        var passed = Duration.ZERO;
        var end = System.nanoTime() + UNTIL_QUIET.toNanos();
        while (System.nanoTime() < end) {
            try {
                await().dontCatchUncaughtExceptions()
                        .atMost(A_WHILE)
                        .until(() -> left().equals(new Quiet(0, 0, 0)) && allHeard());
                break;
            } catch (ConditionTimeoutException stillBusy) {
                passed = passed.plus(LATER);
                history.happened("clocks", "all are set on: " + passed);
                for (int i = 0; i < world.fleet().size(); i++) {
                    world.fleet().skew(i, passed);
                }
            }
        }
        history.add(left());
    }

    private Quiet left() {
        return world.fleet()
                .asks(
                        "GET figures",
                        victim -> new Quiet(
                                (int) victim.metric("countersign_outbox_pending"),
                                (int) victim.metric("countersign_inbox_lag_seconds"),
                                (int) victim.metric("countersign_questions_open")));
    }

    private boolean allHeard() throws IOException {
        var heard = new HashSet<String>();
        heard().forEach(one -> heard.add(one.question()));
        var decided = new HashSet<String>();
        history.events().forEach(event -> {
            if (event instanceof Told told && !told.verdict().isEmpty()) {
                decided.add(told.question());
            }
        });
        return heard.containsAll(decided);
    }

    private Set<Heard> heard() throws IOException {
        var heard = new HashSet<Heard>();
        for (var knock : world.listener().heard()) {
            var told = JSON.readTree(knock.body());
            if (told.path("type").asText().equals("question.decided")) {
                heard.add(new Heard(
                        knock.header("webhook-id").orElse(""),
                        told.at("/data/question").asText()));
            }
        }
        return heard;
    }

    private void record() throws IOException {
        var export = world.fleet().asks("GET the record", victim -> victim.text("/api/v1/audit"));
        for (var text : export.body().lines().toList()) {
            var line = JSON.readTree(text);
            var kind = line.path("kind").asText();
            if (Set.of("asked", "decided", "started", "moved", "lost").contains(kind)) {
                history.add(recorded(line, kind));
            }
            if (kind.equals("asked")) {
                questions.add(line.path("question").asText());
                firstAsked.putIfAbsent(
                        line.path("run").asText(), line.path("question").asText());
            }
        }
    }

    private static Recorded recorded(JsonNode line, String kind) {
        return new Recorded(
                line.path("run").asText(),
                line.path("number").asInt(),
                kind,
                line.path("question").asText(""),
                line.path("call").asText(""),
                line.path("by").asText(""),
                line.at("/details/ending").asText("").toLowerCase(Locale.ROOT),
                line.at("/details/digest").asText(""));
    }

    /** What a thread says of a question is what people there were told. */
    private void settledInSlack(Begun begun) {
        var question = firstAsked.getOrDefault(begun.run(), "");
        world.cards(begun.object())
                .map(seen -> SETTLED.matcher(seen.words()))
                .filter(found -> found.find())
                .forEach(found -> history.add(new Told(
                        "everybody in Slack",
                        question,
                        0,
                        found.group(1).toLowerCase(Locale.ROOT),
                        found.group(2))));
    }

    private void cluster() throws IOException {
        for (var line : world.cluster().tally().lines()) {
            var mark = line.mark();
            if (line.changed() > 0) {
                var at = world.cluster().url() + "/api/v1/namespaces/" + mark.namespace()
                        + "/configmaps/" + mark.name();
                try (var there = URI.create(at).toURL().openStream()) {
                    var words = JSON.readTree(there).at("/data/message").asText();
                    var asAsked = words.equals(mark.name());
                    history.add(new Changed(mark.name(), line.changed(), asAsked));
                }
            }
        }
    }

    private void leaks() throws IOException {
        for (int i = 0; i < world.fleet().size(); i++) {
            world.secret("the local token", world.fleet().localToken(i));
        }
        for (int i = 0; i < world.fleet().size(); i++) {
            var log = world.fleet().log(i);
            for (var secret : world.secrets().entrySet()) {
                if (log.contains(secret.getKey())) {
                    history.add(new Leaked(secret.getValue(), "the log of replica " + i));
                }
            }
        }
    }
}
