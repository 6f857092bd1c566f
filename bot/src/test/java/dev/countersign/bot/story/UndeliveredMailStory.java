package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.email.host.MailHost;
import dev.countersign.channels.slack.fake.FakeSlack;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** Mails that a real host takes late, refuses, or sends back: nothing is lost, and people know. */
@Timeout(180)
class UndeliveredMailStory {
    private static final Duration LONG = Duration.ofSeconds(40);

    @Order(1)
    @RegisterExtension
    static final RealPost mail = new RealPost();

    @Order(2)
    @RegisterExtension
    static final SlackTeam slack = team();

    private static final House house = slack.house();

    private static SlackTeam team() {
        var house = House.with("ana", "dana in approvers", "li")
                .manifest(asking("dana", "dana@example.com"))
                .manifest(asking("li", "li@example.com"))
                .manifest(thenOps(550))
                .manifest(thenOps(552))
                .manifest(asking("bounced", "somebody@late.test"))
                .setting(() -> mail.setting("asks-bounced"));
        return SlackTeam.by(Way.HTTP, house, "asks-dana");
    }

    private final ApiCaller ana = house.api("ana");

    /** An agent that asks this person by mail, and the person, if the house has no such. */
    static String asking(String name, String address) {
        var person = """
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: %1$s }
                spec: { emails: ["%2$s"] }
                """.formatted(name, address);
        return (List.of("dana", "li").contains(name) ? "" : person) + """
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: ContactChannel
                metadata: { name: mail-to-%1$s }
                spec: { type: email, email: { address: "%2$s" } }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: ApprovalPolicy
                metadata: { name: asks-%1$s }
                spec:
                  rules:
                    - match: { class: [write, destructive] }
                      decision: ask
                      approvers: { people: [%1$s] }
                      channels: [mail-to-%1$s]
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: asks-%1$s }
                spec:
                  llmRef: { name: commands }
                  tools: [ { builtin: kubernetes } ]
                  policyRef: { name: asks-%1$s }
                """.formatted(name, address);
    }

    /** A person whose mail host answers so, and after whom the operations channel is asked. */
    private static String thenOps(int code) {
        var name = "answer-" + code;
        var first = "channels: [mail-to-" + name + "]";
        var then = "\n      escalate: [ { after: 2h, to: [ops-" + code + "] } ]";
        return """
                apiVersion: countersign.dev/v1alpha1
                kind: ContactChannel
                metadata: { name: ops-%d }
                spec: { type: slack, slack: { channelOrUserID: %s } }
                """.formatted(code, FakeSlack.OPS)
                + asking(name, name + "@" + MailHost.DOMAIN).replace(first, first + then);
    }

    @ParameterizedTest
    @ValueSource(ints = {550, 552})
    void after_a_550_or_552_the_question_stays_open_and_goes_on_to_the_next_channel(int code) {
        int replicas = code - 545;
        var run = ana.asks("asks-answer-" + code, "scale deploy web " + replicas + " -n shop");
        var question = ana.question(run);
        var key = question.path("key").asText();

        undelivered(key, code + " 5.7.1");
        assertThat(ana.questionOf(key).path("state").asText()).isEqualTo("open");
        assertThat(house.api("admin").approves(question).status()).isEqualTo(403);
        await("the operations channel is asked, long before its time")
                .atMost(LONG)
                .until(() -> slack.slack().messages().stream()
                        .anyMatch(message -> message.words().contains("web to " + replicas)));
        house.cluster().neverChanged("shop/web");
    }

    @Test
    void a_late_bounce_is_told_by_mail_to_the_person_who_asked_by_mail() {
        mail.writes("ana", "A change", "scale deploy checkout 4 -n shop");

        var notice = mail.letter("ana", "could not be brought to people by email");

        assertThat(notice.subject()).isEqualTo("Re: A change");
        assertThat(notice.text()).contains("somebody@late.test", "It stays open on the console");
        house.cluster().neverChanged("shop/checkout");
    }

    @Test
    void after_a_450_it_is_tried_until_it_is_taken_and_arrives_once() {
        mail.host().does("answer", "dana@example.com", "450 4.2.0 come back later");
        var run = ana.asks("asks-dana", "scale deploy payments 4 -n shop");
        ana.question(run);
        await("it is refused for now")
                .atMost(LONG)
                .until(() -> mail.host().noted("come back later")
                        && metric("countersign_outbox_pending") > 0);

        mail.host().does("answer", "dana@example.com", "OK");
        var letter = eventually("dana", "payments");

        mail.replies("dana", letter, "reject: late is better than never");
        assertThat(ana.answer(run)).contains("late is better than never");
        assertThat(mail.letters("dana", "payments", "Exact arguments")).hasSize(1);
    }

    @Test
    void after_a_535_nothing_is_lost_and_it_arrives_when_the_password_is_right_again() {
        mail.host().does("password", mail.bot(), "another");
        var run = ana.asks("asks-li", "scale deploy kagent-tools 4 -n kagent");
        ana.question(run);
        await("it is refused").atMost(LONG).until(() -> metric("countersign_outbox_pending") > 0);

        mail.host().does("password", mail.bot(), "secret");
        var letter = eventually("li", "kagent-tools");

        assertThat(letter.text()).contains("kagent-tools");
        assertThat(ana.run(run).path("questions")).hasSize(1);
    }

    private void undelivered(String key, String why) {
        await("the record says that it did not arrive").atMost(LONG).until(() -> house.api("admin")
                .get("/api/v1/audit")
                .text()
                .lines()
                .anyMatch(line -> line.contains(key)
                        && line.toLowerCase().contains("undelivered")
                        && line.contains(why)));
    }

    /** The mail, while minutes pass in which it is tried again. */
    private Letter eventually(String person, String about) {
        // Time must not run away from a mail that is being handed over just now: it would be tried
        // twice, as after a crash.
        await("mail about " + about)
                .atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    boolean there =
                            !mail.letters(person, about, "Exact arguments").isEmpty();
                    if (!there) {
                        house.clock().passes(Duration.ofMinutes(5));
                    }
                    return there;
                });
        return mail.letters(person, about, "Exact arguments").getFirst();
    }

    private static double metric(String name) {
        return house.stranger()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}
