package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Prompt;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Inbound.Said;
import dev.countersign.channels.slack.fake.Courier.Delivery;
import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.FakeSlack;
import dev.countersign.channels.slack.fake.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What people say in Slack is kept once, and nothing that is not from Slack gets in. */
class ListenInSlackTest {
    private static final String CHALLENGE =
            "{\"type\":\"url_verification\",\"challenge\":\"abc-é\"}\r\n";

    @RegisterExtension
    final SlackHouse house = house();

    private static SlackHouse house() {
        var house = new SlackHouse();
        house.slack.with("ana").withGuest("gus").group("S0ONCALL", "ana");
        return house;
    }

    @Test
    void a_mention_is_kept_as_words_in_its_thread_and_seen() {
        var thread = house.slack
                .as("ana")
                .mentions("list \u201cpods\u201d on <https://x.test|x.test> &amp; more");

        var said = (Said) house.core.kept().getFirst();
        assertThat(said.text()).isEqualTo("list \"pods\" on x.test & more");
        assertThat(said.where()).isEqualTo(new Conversation("slack", "C0OPS/" + thread));
        assertThat(said.agent()).contains("hitl-agent");
        assertThat(said.speaker().account()).isEqualTo(FakeSlack.id("ana"));
        Eventually.until("the eyes", () -> house.slack.reactions().contains("eyes"));
    }

    @Test
    void a_mention_delivered_four_times_as_two_events_is_kept_once() {
        house.slack.as("ana").mentionsAndSlackRepeats("list pods", 4);

        assertThat(house.core.kept()).hasSize(1);
    }

    @Test
    void a_mention_that_could_not_be_kept_comes_again_and_is() {
        house.core.fails(2);
        house.slack.as("ana").mentions("list pods");

        assertThat(house.core.kept()).hasSize(1);
    }

    @Test
    void a_mention_while_slack_does_not_say_who_somebody_is_comes_again_and_is_kept() {
        house.slack.next("users.info", new Fault.Status(500, false));
        house.slack.as("ana").mentions("list pods");

        assertThat(house.core.kept()).hasSize(1);
    }

    @Test
    void a_reply_without_a_mention_counts_where_a_run_lives_and_nowhere_else() {
        var thread = house.slack.as("ana").mentions("list pods");
        house.slack.as("ana").replies(thread, "only those in shop");
        house.slack.as("ana").replies("1600000000.000001", "lunch?");

        assertThat(house.core.kept()).hasSize(2);
    }

    @Test
    void a_direct_message_needs_no_mention() {
        house.slack.as("ana").writes("list pods");

        assertThat(house.core.kept().getFirst().where())
                .isEqualTo(new Conversation("slack", "D" + FakeSlack.id("ana")));
    }

    @Test
    void a_guest_starts_nothing_and_is_told_why() {
        house.slack.as("gus").mentions("list pods");

        house.slack.as("gus").hears("Guests cannot");
        assertThat(house.core.kept()).isEmpty();
    }

    @Test
    void a_command_is_answered_to_the_one_who_asked_and_starts_nothing() {
        house.slack.as("ana").mentions("help");
        house.slack.as("ana").hears("I know help");

        assertThat(house.slack.as("ana").commands("help"))
                .contains("I know help")
                .contains("&lt;!channel&gt;");
        assertThat(house.core.kept()).isEmpty();
    }

    @Test
    void a_reply_to_an_open_question_is_taken_as_the_answer_only_when_confirmed() {
        var thread = house.slack.as("ana").mentions("deploy it");
        var card = PaperCore.card(Work.NONE);
        house.core.holds(PaperCore.open(
                "q_1",
                1,
                new Card(
                        Kind.ASK,
                        "Which?",
                        card.level(),
                        List.of(),
                        Work.NONE,
                        "",
                        List.of(),
                        card.deciders(),
                        List.of(new Prompt("Which?", List.of(), false)),
                        List.of())));
        house.slack.next("chat.postEphemeral", new Fault.Refusal("user_not_in_channel"));
        house.slack.as("ana").replies(thread, "nobody could ask me");
        Eventually.until("words that are not lost", () -> house.core.kept().size() == 2);
        house.slack.as("ana").replies(thread, "the blue one");
        var offer = house.slack.as("ana").hears("Use this as the answer");
        assertThat(house.core.kept()).hasSize(2);

        house.slack.as("ana").clicks("Yes, that is the answer", offer);
        var chose = (Chose) house.core.kept().getLast();
        assertThat(chose.choice()).isEqualTo(new Choice.Answer(List.of(List.of("the blue one"))));
    }

    @Test
    void slack_may_verify_the_address_with_either_secret() {
        for (String secret : List.of(FakeSlack.SIGNING_SECRET, "the-one-before")) {
            var reply = house.slack.courier().deliver(signed(secret, 0));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).contains("abc-é");
        }
    }

    @Test
    void bad_slack_signature() {
        var courier = house.slack.courier();
        var bare = new Delivery(
                Map.of("content-type", "application/json"),
                CHALLENGE.getBytes(StandardCharsets.UTF_8));
        var changed = signed(FakeSlack.SIGNING_SECRET, 0);
        changed.body()[5] ^= 1;
        for (Delivery bad : List.of(signed("guessed", 0), bare, changed)) {
            assertThat(courier.deliver(bad).status()).isEqualTo(401);
        }
        assertThat(house.channel.refusedRequests()).isEqualTo(3);
        assertThat(house.core.kept()).isEmpty();
    }

    @Test
    void clock_skew_signature() {
        for (int seconds : new int[] {-301, 301}) {
            var delivery = signed(FakeSlack.SIGNING_SECRET, seconds);
            assertThat(house.slack.courier().deliver(delivery).status()).isEqualTo(401);
        }
        assertThat(house.channel.refusedRequests()).isEqualTo(2);
        assertThat(house.core.kept()).isEmpty();
    }

    @Test
    void other_content_and_too_much_of_it_is_refused() {
        var good = signed(FakeSlack.SIGNING_SECRET, 0);
        var headers = new HashMap<>(good.headers());
        headers.put("content-type", "text/html");
        assertThat(house.slack
                        .courier()
                        .deliver(new Delivery(headers, good.body()))
                        .status())
                .isEqualTo(415);
        var large = new Delivery(good.headers(), new byte[300_000]);
        assertThat(house.slack.courier().deliver(large).status()).isEqualTo(413);
    }

    @Test
    void kinds_that_nobody_handles_are_acknowledged() {
        for (String body : List.of("{\"type\":\"app_rate_limited\"}", "{}", "{broken")) {
            var delivery = house.slack
                    .courier()
                    .signed("application/json", body, FakeSlack.SIGNING_SECRET, 0);
            assertThat(house.slack.courier().deliver(delivery).status()).isEqualTo(200);
        }
    }

    @Test
    void a_user_group_is_read_again_when_somebody_decides() {
        var groups = house.channel.groups();
        assertThat(groups.has("S0ONCALL", FakeSlack.id("ana"))).isTrue();
        assertThat(groups.members("@oncall")).contains(Set.of(FakeSlack.id("ana")));
        house.slack.group("S0ONCALL");
        house.now.updateAndGet(at -> at.plus(SlackGroups.FRESH));

        assertThat(groups.has("S0ONCALL", FakeSlack.id("ana"))).isFalse();
        assertThat(groups.members("S0NOBODY")).isEmpty();
    }

    private Delivery signed(String secret, long off) {
        return house.slack.courier().signed("application/json", CHALLENGE, secret, off);
    }
}
