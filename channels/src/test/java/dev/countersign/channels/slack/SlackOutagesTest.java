package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.Inbound.Said;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound.Progress;
import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Tone;
import dev.countersign.channels.Outbound.Whisper;
import dev.countersign.channels.slack.desk.SlackDesk.Mood;
import dev.countersign.channels.slack.desk.SlackDesk.RunView;
import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.FakeSlack;
import dev.countersign.channels.slack.fake.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whatever Slack does, a message comes once, and nothing is lost without being said. */
class SlackOutagesTest {
    @RegisterExtension
    final SlackHouse house = house();

    private static SlackHouse house() {
        var house = SlackHouse.impatient();
        house.slack.with("ana", "li");
        return house;
    }

    @Test
    void a_limit_is_reported_with_the_time_slack_asks_for_and_kept() throws Exception {
        house.slack.next("chat.postMessage", new Fault.Limited(30));
        var tell = new Tell(SlackHouse.OPS, "r_1", Tone.NOTICE, "hello");

        assertThatThrownBy(() -> house.send(tell, "a", 1)).satisfies(e -> {
            assertThat(((ChannelFailure) e).remedy()).isEqualTo(Remedy.TRY_LATER);
            assertThat(((ChannelFailure) e).after()).contains(Duration.ofSeconds(30));
        });
        assertThatThrownBy(() -> house.send(tell, "b", 1)).isInstanceOf(ChannelFailure.class);
        assertThat(house.slack.calls("chat.postMessage")).as("asked once").isEqualTo(1);
        house.now.updateAndGet(at -> at.plusSeconds(31));
        house.send(tell, "a", 2);
        assertThat(house.slack.messages()).hasSize(1);
    }

    @Test
    void a_message_that_arrived_without_an_answer_is_found_and_not_posted_again() throws Exception {
        var tell = new Tell(SlackHouse.OPS, "r_1", Tone.ANSWER, "once");
        for (Fault fault : List.of(new Fault.Silence(true), new Fault.Status(500, true))) {
            house.slack.next("chat.postMessage", fault);
            var id = "id-" + fault;
            assertThatThrownBy(() -> house.send(tell, id, 1))
                    .extracting(e -> ((ChannelFailure) e).remedy())
                    .isEqualTo(Remedy.UNKNOWN);
            house.send(tell, id, 2);
        }
        assertThat(house.slack.messages()).hasSize(2);
    }

    @Test
    void a_message_that_did_not_arrive_is_posted_at_the_next_try() throws Exception {
        var tell = new Tell(SlackHouse.OPS, "r_1", Tone.ANSWER, "once");
        house.slack.next("chat.postMessage", new Fault.Silence(false));
        assertThatThrownBy(() -> house.send(tell, "id", 1)).isInstanceOf(ChannelFailure.class);
        house.send(tell, "id", 2);

        assertThat(house.slack.messages()).hasSize(1);
    }

    @Test
    void a_place_without_the_app_is_given_up_with_the_remedy() {
        house.slack.next("chat.postMessage", new Fault.Refusal("not_in_channel"));

        assertThatThrownBy(() -> house.send(new Tell(SlackHouse.OPS, "r", Tone.NOTICE, "x")))
                .hasMessageContaining("/invite")
                .extracting(e -> ((ChannelFailure) e).remedy())
                .isEqualTo(Remedy.GIVE_UP);
    }

    @Test
    void what_will_never_arrive_is_told_apart_from_what_may_have_arrived() {
        for (String error : List.of("token_revoked", "is_archived", "missing_scope")) {
            house.slack.next("chat.postMessage", new Fault.Refusal(error));
            assertThatThrownBy(() -> house.send(new Tell(SlackHouse.OPS, "r", Tone.NOTICE, "x")))
                    .hasMessageContaining(error)
                    .extracting(e -> ((ChannelFailure) e).remedy())
                    .isEqualTo(Remedy.GIVE_UP);
        }
        for (String error : List.of("internal_error", "fatal_error")) {
            house.slack.next("chat.postMessage", new Fault.Refusal(error));
            assertThatThrownBy(() -> house.send(new Tell(SlackHouse.OPS, "r", Tone.NOTICE, "x")))
                    .extracting(e -> ((ChannelFailure) e).remedy())
                    .isEqualTo(Remedy.UNKNOWN);
        }
    }

    @Test
    void a_private_sentence_reaches_somebody_who_has_left_the_channel() throws Exception {
        house.slack.leaves("li");
        var li = new Speaker("slack", FakeSlack.id("li"), Assurance.SIGNED, Map.of());
        house.send(new Whisper(SlackHouse.OPS, li, Optional.empty(), "Already approved by ana."));

        house.slack.as("li").hears("Already approved by ana");
        assertThat(house.slack.messages()).isEmpty();
    }

    @Test
    void without_the_right_to_read_an_unknown_outcome_is_posted_again() throws Exception {
        house.slack.granting("chat:write");
        var tell = new Tell(SlackHouse.OPS, "r_1", Tone.ANSWER, "not lost");
        house.slack.next("chat.postMessage", new Fault.Silence(false));
        assertThatThrownBy(() -> house.send(tell, "id", 1)).isInstanceOf(ChannelFailure.class);
        house.send(tell, "id", 2);

        house.slack.last().reads("not lost");
    }

    @Test
    void a_run_card_is_one_message_that_ends_with_the_run() throws Exception {
        house.core.runs(view(Mood.WORKING));
        house.send(new Progress(SlackHouse.OPS, "r_1", "reading pods"));
        house.slack.last().reads("run r_1", "reading pods", "Asked by ana").offers("Stop");
        house.core.runs(view(Mood.DONE));
        house.send(new Tell(SlackHouse.OPS, "r_1", Tone.ANSWER, "All is well."));

        assertThat(house.slack.messages()).hasSize(2);
        Eventually.until(
                "the last state",
                () -> house.slack.messages().getFirst().words().contains("done"));
        house.slack.messages().getFirst().doesNotOffer("Stop");
    }

    @Test
    void stop_on_the_run_card_is_the_word_stop_in_its_thread() throws Exception {
        house.core.runs(view(Mood.WORKING));
        house.send(new Progress(SlackHouse.OPS, "r_1", "reading pods"));
        house.slack.as("li").clicks("Stop");

        assertThat(house.core.kept())
                .singleElement()
                .isInstanceOfSatisfying(
                        Said.class, said -> assertThat(said.text()).isEqualTo("stop"));
    }

    private static RunView view(Mood mood) {
        return new RunView(
                "r_1",
                "hitl-agent",
                "Why 503?",
                mood,
                List.of("read pods"),
                Optional.empty(),
                "ana",
                Optional.of(SlackHouse.OPS));
    }
}
