package dev.countersign.bot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.bot.crash.Victim.Answer;
import dev.countersign.bot.fault.Event.Says;
import dev.countersign.bot.fault.Event.Told;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A way in which a client begins and decides: by the API, by Slack, or by the link of a mail. */
sealed interface Road {
    Duration MOST_PATIENCE = Duration.ofSeconds(120);

    /** Gives back the run. */
    String begins(String person, String object);

    /** Decides in its own way, or can not; later, when it is not asked there yet. */
    boolean decides(String person, String object, JsonNode question, boolean approves);

    boolean othersMayDecide();

    private static String beginsByApi(World world, String agent, String person, String object) {
        var body = Client.object().put("agent", agent).put("message", Client.words(object));
        var told = posts(world, person, object, body);
        assertThat(told.status()).as("%s", told).isEqualTo(201);
        // Who sends it again, to another process, is told of the same run.
        var again = posts(world, person, object, body);
        assertThat(again.body().path("id")).isEqualTo(told.body().path("id"));
        return told.body().path("id").asText();
    }

    private static Answer posts(World world, String person, String object, ObjectNode body) {
        return world.fleet()
                .asks(
                        "POST run " + object,
                        victim -> Fleet.available(
                                victim.post("/api/v1/runs", object, body, World.token(person))));
    }

    /** Programs. */
    record ByApi(World world) implements Road {
        @Override
        public String begins(String person, String object) {
            return beginsByApi(world, "hitl-agent", person, object);
        }

        @Override
        public boolean decides(String person, String object, JsonNode question, boolean approves) {
            return false;
        }

        @Override
        public boolean othersMayDecide() {
            return true;
        }
    }

    /** Somebody who is asked by mail and opens the link. */
    record ByMail(World world) implements Road {
        /** It leads to the page that says so. */
        static final int RECORDED = 303;

        private static final Pattern NONCE =
                Pattern.compile("name=\"nonce\"[^>]*value=\"([^\"]+)\"");

        @Override
        public String begins(String person, String object) {
            return beginsByApi(world, "by-mail", "p1", object);
        }

        @Override
        public boolean decides(String person, String object, JsonNode question, boolean approves) {
            var title = question.at("/card/title").asText();
            var letter = world.mail().find(person, title, "Exact arguments");
            if (letter.isEmpty()) {
                return true;
            }
            var link = letter.get().link();
            world.secret("a ticket", link.substring("/a/".length()));
            var page = world.fleet()
                    .asks("GET the page", victim -> victim.text(link))
                    .body();
            var form = form(page, approves);
            if (form.isEmpty()) {
                return true;
            }
            var key = question.path("key").asText();
            var verdict = approves ? "approve" : "reject";
            world.history().add(new Says(person, key, verdict + " by mail"));
            var told =
                    world.fleet().asks("POST the page", victim -> victim.posts(link, form.get()));
            world.history()
                    .add(
                            told.statusCode() == RECORDED
                                    ? new Told(
                                            person,
                                            key,
                                            200,
                                            approves ? "approved" : "rejected",
                                            person)
                                    : new Told(person, key, told.statusCode(), "", ""));
            return true;
        }

        /** What the page sends back, while it still offers a choice. */
        static Optional<String> form(String page, boolean approves) {
            return NONCE.matcher(page)
                    .results()
                    .findFirst()
                    .map(nonce -> "nonce="
                            + URLEncoder.encode(nonce.group(1), StandardCharsets.UTF_8)
                            + "&verdict=" + (approves ? "approve" : "reject")
                            + "&reason=not+now");
        }

        @Override
        public boolean othersMayDecide() {
            return false;
        }
    }

    /** Somebody who mentions the app in a channel and clicks on its card. */
    record BySlack(World world) implements Road {
        @Override
        public String begins(String person, String object) {
            var mention = world.slack().as(person).writesMention(Client.words(object));
            await().dontCatchUncaughtExceptions()
                    .atMost(MOST_PATIENCE)
                    .until(() -> mention.delivery().get().status() == 200);
            return await().dontCatchUncaughtExceptions()
                    .atMost(MOST_PATIENCE)
                    .until(() -> find(Client.words(object)), Optional::isPresent)
                    .orElseThrow();
        }

        private Optional<String> find(String words) {
            for (var run :
                    world.fleet().get("/api/v1/runs?agent=by-slack").body().path("items")) {
                if (run.path("title").asText().equals(words)) {
                    return Optional.of(run.path("id").asText());
                }
            }
            return Optional.empty();
        }

        /** A refusal in Slack asks for a reason in a window of its own: it is said by the API. */
        @Override
        public boolean decides(String person, String object, JsonNode question, boolean approves) {
            var key = question.path("key").asText();
            var card = world.cards(object)
                    .filter(seen -> seen.words().contains("Approve?"))
                    .findFirst();
            if (!approves) {
                return false;
            }
            card.ifPresent(seen -> {
                world.history().add(new Says(person, key, "a click in Slack"));
                world.slack().as(person).tries("Approve", seen);
            });
            return true;
        }

        @Override
        public boolean othersMayDecide() {
            return true;
        }
    }
}
