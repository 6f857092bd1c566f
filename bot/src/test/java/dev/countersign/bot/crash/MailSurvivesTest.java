package dev.countersign.bot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.bot.crash.Victim.Home;
import dev.countersign.bot.story.Letter;
import dev.countersign.bot.story.RealPost;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * With Postfix and Dovecot the process is killed between the arrival of a mail and its decision,
 * and wherever else a mail can be lost or doubled. Started again, each story ends as it should:
 * what was rejected with a reason goes on with something else.
 */
@Timeout(value = 120, unit = TimeUnit.MINUTES)
class MailSurvivesTest {
    private static final int ROUNDS = Integer.getInteger("countersign.rounds", 0);
    /** In long rounds several processes die, each in its time, before one story ends. */
    private static final Duration PATIENCE = Duration.ofSeconds(ROUNDS == 0 ? 60 : 600);

    private static final List<Point> OF_MAIL =
            List.of(Point.BEFORE_INBOX, Point.AFTER_INBOX, Point.AFTER_SEND);

    /** In one story: a call that is hit more often is not tried again, and people are asked. */
    private static final int MOST_DEATHS = 3;

    /** The points that a question by mail and its answer pass. */
    private static final List<Point> POINTS = List.of(
            Point.BEFORE_INBOX,
            Point.AFTER_INBOX,
            Point.BEFORE_DECIDE,
            Point.AFTER_DECIDE,
            Point.BEFORE_SEND,
            Point.AFTER_SEND,
            Point.AFTER_SENT);

    @RegisterExtension
    static final RealPost mail = new RealPost();

    @TempDir
    Path folder;

    /** The mailbox is that of all tests here, so each has names of its own. */
    private final String house = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    private final List<Story> told = new ArrayList<>();
    private final Deque<Point> left = new ArrayDeque<>();
    private boolean armed;
    private int kills;
    private int deaths;
    private Home home;
    private Victim bot;

    /** One question to Dana, by its name in her mail. */
    private record Story(String run, String name, boolean approves) {}

    @BeforeEach
    void start() throws IOException {
        var examples = Path.of("..", "manifests", "examples").toRealPath();
        Files.writeString(folder.resolve("people.yaml"), """
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: local }
                spec: { emails: [ana@example.com] }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: dana }
                spec: { emails: [dana@example.com], groups: [approvers] }
                """);
        home = Home.onFile(
                folder,
                "manifests: [ %s, %s, %s ]"
                        .formatted(
                                folder.resolve("people.yaml"),
                                examples.resolve("hitl-agent.yaml"),
                                examples.resolve("approve-by-mail.yaml")),
                mail.setting("by-mail"));
        bot = Victim.start(home, "");
    }

    @AfterEach
    void stop() {
        bot.kill();
    }

    /**
     * The first reply arrives while there is no process at all. The usual round has the points that
     * no other test of a killed process passes; long rounds, {@code -Dcountersign.rounds=N}, go N
     * times through all of them.
     */
    @Test
    void kill_9_at_every_named_point_between_arrival_and_decision_loses_and_doubles_nothing()
            throws Exception {
        var random = new Random(Long.getLong("countersign.seed", 1));
        left.addAll(OF_MAIL);
        Collections.nCopies(ROUNDS, POINTS).forEach(left::addAll);
        int most = 2 * left.size();
        var first = asks(false);
        var letter = asked(first);
        bot.kill();
        replies(first, letter);
        ends(first);
        adapts(first);
        for (int i = 0; !left.isEmpty(); i++) {
            assertThat(i).as("no story passes %s", left).isLessThan(most);
            var story = asks(random.nextBoolean());
            replies(story, asked(story));
            ends(story);
        }
        everythingHolds();
        System.out.printf(
                "kill -9 on the way of a mail: %d kills, %d replies, none lost and none doubled%n",
                kills, told.size());
    }

    /** The rejected run goes on with what its requester wants instead, and that is approved. */
    private void adapts(Story rejected) {
        var instead = new Story(rejected.run(), "mail-" + house + "-instead", true);
        persistently("the wish for " + instead, () -> {
            var path = "/api/v1/runs/" + instead.run() + "/messages";
            var reply = alive().post(path, instead.name(), creating(instead.name()));
            assertThat(reply.status()).as("%s", reply).isEqualTo(202);
            return Optional.of(reply);
        });
        replies(instead, asked(instead));
        var calls = persistently("the end of " + instead, () -> Optional.of(run(instead))
                        .filter(run -> run.path("phase").asText().equals("resting"))
                        .filter(run -> run.path("calls").size() == 2))
                .path("calls");
        assertThat(calls.get(0).path("state").asText()).isEqualTo("refused");
        assertThat(calls.get(1).path("state").asText()).as("%s", calls).isEqualTo("done");
    }

    private static ObjectNode creating(String name) {
        return Tale.object()
                .put(
                        "message",
                        "Create a ConfigMap called " + name
                                + " in the default namespace with the key message set to hello");
    }

    /** Starts again what has died, armed with the next point. */
    private Victim alive() throws IOException {
        if (!bot.isAlive()) {
            if (armed) {
                var point = left.removeFirst();
                kills++;
                if (ROUNDS > 0) {
                    System.out.println("killed " + kills + " times, now at " + point);
                }
            }
            deaths++;
            armed = !left.isEmpty() && deaths <= MOST_DEATHS;
            bot = Victim.start(home, armed ? left.peekFirst().name() : "");
        }
        return bot;
    }

    private Story asks(boolean approves) {
        deaths = 0;
        if (!armed && !left.isEmpty() && !told.isEmpty()) {
            bot.kill();
        }
        var name = "mail-" + house + "-" + told.size() + "-end";
        var body = creating(name).put("agent", "by-mail");
        var answer = persistently("a start", () -> {
            var reply = alive().post("/api/v1/runs", name, body);
            assertThat(reply.status()).as("%s", reply).isEqualTo(201);
            return Optional.of(reply.body());
        });
        var story = new Story(answer.path("id").asText(), name, approves);
        told.add(story);
        return story;
    }

    /** The mail, which a process that died just after it was sent sends again, the same. */
    private Letter asked(Story story) {
        return persistently("the mail about " + story, () -> {
            alive();
            return mail.letters("dana", story.name(), "Exact arguments").stream()
                    .findFirst();
        });
    }

    private void replies(Story story, Letter letter) {
        var words = story.approves() ? "Approve" : "Reject: not " + story.name();
        mail.replies("dana", letter, words);
    }

    private JsonNode ends(Story story) {
        return persistently("the end of " + story, () -> Optional.of(run(story))
                .filter(run -> run.path("phase").asText().equals("resting")));
    }

    private JsonNode run(Story story) throws IOException {
        return alive().get("/api/v1/runs/" + story.run()).body();
    }

    /** Over as many processes as it takes. */
    private <T> T persistently(String what, Callable<Optional<T>> step) {
        try {
            return await(what)
                    .atMost(PATIENCE)
                    .ignoreExceptionsMatching(Victim.Died.class::isInstance)
                    .until(step, Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + "\n" + lastWords(), late);
        }
    }

    private String lastWords() {
        try {
            var lines = bot.log().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 80), lines.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    private void everythingHolds() throws Exception {
        for (var story : told) {
            var run = ends(story);
            var call = run.path("calls").get(0);
            assertThat(call.path("state").asText())
                    .as("%s", run)
                    .isEqualTo(story.approves() ? "done" : "refused");
            if (!story.approves()) {
                assertThat(run.path("messages").toString()).contains("not " + story.name());
            }
            var mails = mail.letters("dana", story.name(), "Exact arguments");
            assertThat(mails.stream().map(Letter::id).distinct())
                    .as("a repeated mail has the same Message-ID")
                    .hasSize(1);
            assertThat(mails.stream().map(Letter::link).distinct()).hasSize(1);
        }
        await("every mail is put away")
                .atMost(PATIENCE)
                .until(() -> mail.host().mails(mail.bot()).isEmpty());
        assertThat(mail.host().mails(mail.bot(), "Processed"))
                .hasSizeGreaterThanOrEqualTo(told.size());
    }
}
