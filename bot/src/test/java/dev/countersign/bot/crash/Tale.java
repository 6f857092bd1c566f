package dev.countersign.bot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One story of the tutorial, told step by step to whatever process is there. */
final class Tale {
    private final Plot plot;
    private final String name;
    private final Map<String, String> recorded = new HashMap<>();
    private String latest = "";
    private Optional<String> run = Optional.empty();

    Tale(Plot plot, String name) {
        this.plot = plot;
        this.name = name;
    }

    Plot plot() {
        return plot;
    }

    String name() {
        return name;
    }

    /** Does what can be done now; true when the story has ended as it should. */
    boolean goOn(Victim bot) throws IOException {
        if (run.isEmpty()) {
            begin(bot);
            return false;
        }
        var seen = shown(bot, "/api/v1/runs/" + run.get());
        latest = seen.toString();
        for (var requirement : seen.path("requirements")) {
            decide(bot, requirement.path("question").asText());
        }
        if (!"resting".equals(seen.path("phase").asText())
                || seen.path("answer").isNull()
                || !seen.path("requirements").isEmpty()) {
            assertThat(seen.path("phase").asText()).as("%s", seen).isNotEqualTo("closed");
            return false;
        }
        assertThat(seen.path("answer").asText()).contains(plot.ending(name));
        return true;
    }

    private void begin(Victim bot) throws IOException {
        if (plot.comesByInbox()) {
            beginByInbox(bot);
            return;
        }
        var body = object().put("agent", plot.agent()).put("message", plot.words(name));
        var answer = bot.post("/api/v1/runs", name, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        run = Optional.of(answer.body().path("id").asText());
    }

    /** A channel brings a delivery until it is acknowledged, and never again after. */
    private void beginByInbox(Victim bot) throws IOException {
        if (!bot.hasStored(name) && find(bot).isEmpty()) {
            bot.brings(name, plot.words(name));
        }
        run = find(bot);
    }

    private Optional<String> find(Victim bot) throws IOException {
        var wanted = plot.words(name);
        Optional<String> found = Optional.empty();
        for (var line : shown(bot, "/api/v1/runs").path("items")) {
            if (line.path("title").asText().equals(wanted)) {
                assertThat(found).as("two runs of one delivery").isEmpty();
                found = Optional.of(line.path("id").asText());
            }
        }
        return found;
    }

    private static JsonNode shown(Victim bot, String path) throws IOException {
        var answer = bot.get(path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.body();
    }

    private void decide(Victim bot, String key) throws IOException {
        var question = shown(bot, "/api/v1/questions/" + key);
        var path = "/api/v1/questions/" + key + "/decision";
        var choice = plot.choice(name, question);
        var answer = bot.post(path, name + key, choice);
        if (answer.status() == 200) {
            recorded.put(key, answer.body().path("decided").path("verdict").asText());
            var again = bot.post(path, name + key + "again", choice);
            assertThat(again.status()).as("%s", again).isEqualTo(409);
        } else {
            // A process that died before it answered may have kept the decision.
            assertThat(answer.status()).as("%s", answer).isEqualTo(409);
        }
    }

    /** What was answered as recorded is recorded. */
    void isKeptBy(Victim bot) throws IOException {
        for (var decision : recorded.entrySet()) {
            var decided = shown(bot, "/api/v1/questions/" + decision.getKey()).path("decided");
            assertThat(decided.path("verdict").asText()).isEqualTo(decision.getValue());
            assertThat(decided.path("by").asText()).isEqualTo("local");
        }
    }

    @Override
    public String toString() {
        return name + " " + plot + " " + run + " " + latest;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
