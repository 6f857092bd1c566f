package dev.countersign.channels.slack.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.slack.api.Messages;
import dev.countersign.channels.slack.api.Messages.Draft;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackApi;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.SlackReceipt;
import dev.countersign.channels.slack.api.SlackReceipt.Kind;
import dev.countersign.channels.slack.desk.Secret;
import dev.countersign.channels.slack.desk.SlackDesk;
import dev.countersign.channels.slack.desk.SlackSettings;
import dev.countersign.channels.slack.desk.SlackSettings.Mode;
import dev.countersign.channels.slack.desk.SlackSettings.Tuning;
import dev.countersign.channels.slack.fake.FakeSlack;
import dev.countersign.channels.slack.fake.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The run cards stay within what Slack allows, and always end with the last state. */
class RunCardsTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final InstantSource clock = now::get;
    private final FakeSlack slack = new FakeSlack(clock);
    private final Runs runs = new Runs(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    private SlackApi api;
    private Messages messages;
    private RunCards cards;

    @BeforeEach
    void start() {
        var settings = new SlackSettings(
                new Secret(FakeSlack.BOT_TOKEN),
                List.of(),
                Optional.empty(),
                Mode.HTTP,
                slack.apiUrl(),
                Optional.empty(),
                Optional.empty(),
                Tuning.DEFAULT);
        api = new SlackApi(settings, Duration.ofSeconds(2), clock);
        messages = new Messages(api);
        cards = new RunCards(messages, runs, clock);
    }

    @AfterEach
    void stop() {
        cards.close();
        api.close();
        slack.check();
        slack.close();
    }

    @Test
    void one_run_is_drawn_once_in_three_seconds_and_then_with_the_newest_state() throws Exception {
        var card = card("r_1");
        cards.show(card, "reading pods", false);
        assertThat(cards.flush()).isEqualTo(1);
        cards.show(card, "reading logs", false);
        cards.show(card, "thinking", false);
        assertThat(cards.flush()).isZero();
        passes(3);
        assertThat(cards.flush()).isEqualTo(1);

        slack.last().reads("thinking").doesNotRead("reading logs");
    }

    @Test
    void thirty_runs_stay_within_forty_edits_a_minute_and_all_last_states_are_shown()
            throws Exception {
        var all = new ArrayList<SlackReceipt>();
        for (int i = 0; i < 30; i++) {
            all.add(card("r_" + i));
        }
        int sent = 0;
        for (int second = 0; second < 60; second++) {
            all.forEach(card -> cards.show(card, "still at it", false));
            sent += cards.flush();
            passes(1);
        }
        assertThat(sent).isEqualTo(RunCards.A_MINUTE);
        all.forEach(card -> {
            runs.mood(card.about(), SlackDesk.Mood.DONE);
            cards.show(card, "", true);
        });
        for (int second = 0; second < 90; second++) {
            cards.flush();
            passes(1);
        }
        assertThat(slack.messages()).hasSize(30).allSatisfy(card -> card.reads("done"));
    }

    @Test
    void a_last_state_that_slack_refused_for_its_rate_is_shown_later() throws Exception {
        var card = card("r_1");
        runs.mood("r_1", SlackDesk.Mood.DONE);
        slack.next("chat.update", new Fault.Limited(10));
        cards.show(card, "", true);
        cards.flush();
        assertThat(slack.last().edits()).isZero();
        passes(11);
        cards.flush();

        slack.last().reads("done").doesNotOffer("Stop");
    }

    @Test
    void words_of_a_model_are_a_quotation_that_goes_with_the_turn() throws Exception {
        cards.posted(card("r_1"));
        runs.words.put("r_1", "✅ *Approved* by li <!channel>");
        cards.speaking("r_1");
        cards.flush();
        slack.last()
                .reads("The agent is writing:", "✅ *Approved* by li <!channel>")
                .doesNotOffer("Approve");

        runs.mood("r_1", SlackDesk.Mood.WAITING);
        cards.moved("r_1");
        passes(3);
        cards.flush();
        slack.last().doesNotRead("Approved").reads("waiting for people");
    }

    @Test
    void words_take_half_of_the_edits_and_leave_the_others_to_what_happens() throws Exception {
        var talking = new ArrayList<SlackReceipt>();
        for (int i = 0; i < 30; i++) {
            talking.add(card("r_" + i));
            cards.posted(talking.getLast());
        }
        int sent = 0;
        for (int second = 0; second < 50; second++) {
            talking.forEach(card -> cards.speaking(card.about()));
            sent += cards.flush();
            passes(1);
        }
        assertThat(sent).isEqualTo(RunCards.WORDS_A_MINUTE);
        talking.forEach(card -> cards.moved(card.about()));
        assertThat(cards.flush()).isEqualTo(RunCards.A_MINUTE - RunCards.WORDS_A_MINUTE);
    }

    @Test
    void the_card_that_another_process_posted_is_closed_and_for_a_run_without_one_nothing_is()
            throws Exception {
        card("r_before");
        runs.mood("r_before", SlackDesk.Mood.STOPPED);
        runs.mood("r_bare", SlackDesk.Mood.STOPPED);
        cards.closed("r_before");
        cards.closed("r_bare");
        cards.flush();

        assertThat(slack.messages()).hasSize(1);
        slack.last().reads("run r_before", "stopped").doesNotOffer("Stop");
    }

    private void passes(int seconds) {
        now.updateAndGet(at -> at.plusSeconds(seconds));
    }

    private SlackReceipt card(String run) throws SlackFault {
        runs.mood(run, SlackDesk.Mood.WORKING);
        var place = Place.of(FakeSlack.OPS, Optional.empty());
        var ts =
                messages.post(place, new Draft("card", ""), run, SlackReceipt.mark(Kind.CARD, run));
        return new SlackReceipt(FakeSlack.OPS, ts, Kind.CARD, run);
    }

    /** Runs whose mood is set by the test. */
    private record Runs(Map<String, Mood> moods, Map<String, String> words) implements SlackDesk {
        void mood(String run, Mood mood) {
            moods.put(run, mood);
        }

        @Override
        public Optional<String> command(Speaker speaker, Conversation where, String text) {
            return Optional.empty();
        }

        @Override
        public boolean knows(Conversation where) {
            return false;
        }

        @Override
        public List<Shown> openIn(Conversation where) {
            return List.of();
        }

        @Override
        public List<String> awaited(QuestionKey key) {
            return List.of();
        }

        @Override
        public Optional<RunView> run(String run) {
            return Optional.ofNullable(moods.get(run))
                    .map(mood -> new RunView(
                            run,
                            "hitl-agent",
                            "Why 503?",
                            mood,
                            List.of("read pods"),
                            Optional.ofNullable(words.get(run)),
                            "ana",
                            Optional.of(new Conversation("slack", FakeSlack.OPS))));
        }

        @Override
        public String revoke(Speaker speaker, String grant) {
            return "";
        }

        @Override
        public Home home(Speaker speaker) {
            return Home.UNKNOWN;
        }
    }
}
