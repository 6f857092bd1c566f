package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** What a rule says about time, as people with mailboxes live through it. */
@Timeout(120)
class TimeInAPolicyStory {
    private static final String BERLIN = "Europe/Berlin";

    @Order(1)
    @RegisterExtension
    static final PostOffice mail = PostOffice.of("ana", "dana", "lea", "mo", "zoe");

    @Order(2)
    @RegisterExtension
    static final House house = House.with("ana", "dana", "lea in leads", "mo")
            .person("zoe", "emails: [zoe@example.com], away: { delegate: mo }")
            .manifest(Papers.channel("post", "type: email, email: { address: all@example.com }"))
            .under("loud", "approvers: { people: [dana] }, channels: [post], remindAfter: [30m]")
            .under(
                    "quiet",
                    "approvers: { people: [dana] }, channels: [post], "
                            + "remindAfter: [30m], "
                            + "quietHours: { from: \"%s\", to: \"%s\", zone: %s }"
                                    .formatted(inBerlin(-10), inBerlin(120), BERLIN))
            .under(
                    "rising",
                    "approvers: { people: [dana] }, channels: [post], expireAfter: 6h, "
                            + "remindAfter: [], "
                            + "escalate: [ { after: 2h, to: [post], groups: [leads] } ]")
            .under("by-zoe", "approvers: { people: [zoe] }, channels: [post]")
            .manifest(Papers.policy(
                            "silence",
                            "class: [read, write]",
                            "decision: ask, expireAfter: 1h, onExpiry: approve")
                    + "---\n" + Papers.agent("silence"))
            .setting(mail.setting("loud"));

    private final ApiCaller ana = house.api("ana");

    private static LocalTime inBerlin(int minutes) {
        return LocalTime.now(ZoneId.of(BERLIN))
                .plusMinutes(minutes)
                .truncatedTo(ChronoUnit.MINUTES);
    }

    @Test
    void reminders_come_in_time_and_quiet_hours_of_a_zone_hold_them_back() {
        var loud = ana.asks("loud", "scale deploy web 4 -n shop");
        var quiet = ana.asks("quiet", "scale deploy checkout 4 -n shop");
        mail.letter("dana", "web", "Exact arguments");
        mail.letter("dana", "checkout", "Exact arguments");

        house.clock().passes(Duration.ofHours(1));
        mail.letter("dana", "web", "A reminder: this still waits");
        assertThat(mail.find("dana", "checkout", "A reminder")).isEmpty();

        house.clock().passes(Duration.ofMinutes(62));
        mail.letter("dana", "checkout", "A reminder: this still waits");
        ana.cancels(loud);
        ana.cancels(quiet);
    }

    @Test
    void escalation_asks_further_people_who_may_decide_from_then_on() {
        var run = ana.asks("rising", "scale deploy payments 3 -n shop");
        var question = ana.question(run);
        mail.letter("dana", "payments", "Exact arguments");
        assertThat(house.api("lea").approves(question).status()).isEqualTo(403);
        assertThat(mail.find("lea", "payments")).isEmpty();

        house.clock().passes(Duration.ofHours(2));

        mail.replies("lea", mail.letter("lea", "payments", "Exact arguments"), "approve");
        ana.ended(run);
        house.cluster().changedOnce("shop/payments");
    }

    @Test
    void an_out_of_office_mail_makes_somebody_away_and_their_delegate_is_asked() {
        var run = ana.asks("by-zoe", "scale deploy kagent-ui 2 -n kagent");
        var question = ana.question(run);
        assertThat(house.api("mo").approves(question).status()).isEqualTo(403);

        mail.isAway("zoe", mail.letter("zoe", "kagent-ui", "Exact arguments"));

        mail.replies("mo", mail.letter("mo", "kagent-ui", "Exact arguments"), "approve");
        ana.ended(run);
        house.cluster().changedOnce("kagent/kagent-ui");
        var decided = ana.questionOf(question.path("key").asText()).path("decided");
        assertThat(decided.path("by").asText()).isEqualTo("mo for zoe");
    }

    @Test
    void time_approves_where_the_rule_says_so_of_what_destroys_nothing() {
        var run = ana.asks("silence", "scale deploy kagent-tools 3 -n kagent");
        ana.question(run);
        house.clock().passes(Duration.ofHours(1));
        ana.ended(run);
        house.cluster().changedOnce("kagent/kagent-tools");

        var other = ana.asks("silence", "delete configmap web-config -n shop");
        ana.question(other);
        house.clock().passes(Duration.ofHours(25));
        assertThat(ana.answer(other)).contains("no decision was made");
        house.cluster().neverChanged("shop/web-config");
    }
}
