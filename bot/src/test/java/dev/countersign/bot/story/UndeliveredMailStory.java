package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

/** Mails that a real host takes late, refuses, or sends back: nothing is lost, and people know. */
@Timeout(180)
class UndeliveredMailStory {
    private static final Duration LONG = Duration.ofSeconds(40);

    @Order(1)
    @RegisterExtension
    static final RealPost mail = new RealPost();

    @Order(2)
    @RegisterExtension
    static final House house = House.with("ana", "dana in approvers", "li")
            .manifest(asking("dana", "dana@example.com"))
            .manifest(asking("li", "li@example.com"))
            .manifest(asking("refused", "answer-550@example.com"))
            .manifest(asking("bounced", "somebody@late.test"))
            .setting(() -> mail.setting("asks-bounced"));

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
        return (address.startsWith(name + "@") ? "" : person) + """
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

    @Test
    void after_a_550_the_question_stays_open_and_the_requester_is_told() {
        var run = ana.asks("asks-refused", "scale deploy web 4 -n shop");
        var key = ana.question(run).path("key").asText();

        undelivered(key, "refused it for good (550)");
        assertThat(ana.questionOf(key).path("state").asText()).isEqualTo("open");
        assertThat(house.api("admin").approves(ana.question(run)).status()).isEqualTo(403);
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
