package dev.countersign.bot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bot.crash.Victim.Home;
import dev.countersign.channels.slack.fake.FakeSlack;
import dev.countersign.channels.slack.fake.Seen;
import dev.countersign.channels.slack.fake.SlackPerson.Mention;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The process is killed after Slack has a message and before we know it, and wherever else one can
 * be lost or doubled; started again, the thread reads as if nothing had happened.
 */
@Timeout(5 * 60)
class SlackSurvivesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The question is posted and no receipt is kept; the click is kept and nothing is done yet. */
    private static final List<String> USUAL = List.of("AFTER_SEND:2", "AFTER_INBOX:2");

    /** With {@code -Dcountersign.rounds=N}, N times more: around card, edit and answer. */
    private static final List<String> ALL = List.of(
            "BEFORE_INBOX:1",
            "AFTER_INBOX:1",
            "BEFORE_INBOX:2",
            "BEFORE_SEND:2",
            "AFTER_SEND:1",
            "AFTER_SEND:3",
            "AFTER_SEND:4",
            "AFTER_SENT:2");

    @TempDir
    Path folder;

    private final FakeSlack slack = new FakeSlack(InstantSource.system()).with("ana", "li");
    private final Deque<String> left = new ArrayDeque<>(USUAL);
    private Home home;
    private Victim bot;

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < Integer.getInteger("countersign.rounds", 0); i++) {
            left.addAll(ALL);
        }
        Files.writeString(folder.resolve("people.yaml"), """
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: local }
                spec: { slack: %s }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: li }
                spec: { slack: %s, groups: [approvers] }
                """.formatted(
                        FakeSlack.id("ana"), FakeSlack.id("li")));
        home = Home.onFile(folder, """
                manifests: [ %s, %s ]
                slack: { botToken: %s, signingSecret: %s, apiUrl: "%s", agent: hitl-agent }
                """.formatted(
                folder.resolve("people.yaml"),
                Path.of("..", "manifests", "examples", "hitl-agent.yaml").toRealPath(),
                FakeSlack.BOT_TOKEN,
                FakeSlack.SIGNING_SECRET,
                slack.apiUrl()));
        begin();
    }

    private void begin() throws IOException {
        bot = Victim.start(home, left.isEmpty() ? "" : left.peekFirst());
        if (!bot.url().isEmpty()) {
            slack.deliversTo(URI.create(bot.url() + "/slack/events"));
        }
    }

    @AfterEach
    void stop() {
        bot.kill();
        slack.close();
    }

    @Test
    void kill_9_around_a_message_or_a_click_loses_and_doubles_nothing() throws Exception {
        int most = 3 * left.size();
        for (int story = 0; !left.isEmpty(); story++) {
            assertThat(story).as("no story passes %s", left).isLessThan(most);
            tell("survives-" + story);
        }
        slack.check();
    }

    private void tell(String name) throws IOException {
        var mention = slack.as("ana")
                .writesMention("Create a ConfigMap called " + name
                        + " in the default namespace with the key message set to hi");
        persistently("the mention", () -> taken(mention.delivery().get().status()));
        var card = persistently("the question", () -> shown(mention, "Approve?"));
        persistently(
                "the click", () -> taken(slack.as("li").tries("Approve", card).status()));
        persistently("the answer", () -> shown(mention, "Written by the agent"));
        persistently("the end of the question", () -> shown(mention, "✅ Approved by li"));
        persistently("nothing to send", () -> Optional.of(bot.metric("countersign_outbox_pending"))
                .filter(pending -> pending == 0));

        for (var words : List.of("Countersign · run", "Would run", "Written by the agent")) {
            assertThat(slack.thread(mention.thread()))
                    .filteredOn(seen -> seen.words().contains(words))
                    .as(words)
                    .hasSize(1);
        }
    }

    private static Optional<Boolean> taken(int status) {
        return Optional.of(true).filter(yes -> status == 200);
    }

    private Optional<Seen> shown(Mention mention, String words) {
        return slack.thread(mention.thread()).stream()
                .filter(seen -> seen.words().contains(words))
                .findFirst();
    }

    /** Over as many processes as it takes; whoever died is started again, armed with the next. */
    private <T> T persistently(String what, Callable<Optional<T>> step) {
        return await(what)
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(Victim.Died.class::isInstance)
                .until(
                        () -> {
                            if (!bot.isAlive()) {
                                left.removeFirst();
                                begin();
                            }
                            return step.call();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }
}
