package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.run.Archive.Filter;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reply in free text, as a mail channel reports it, decides the question it answers. */
@Timeout(60)
class RepliesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Filter EVERY =
            new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 10);
    private static final String TWO_QUESTIONS =
            "{\"questions\":[{\"question\":\"Which?\"},{\"question\":\"When?\"}]}";

    private final Workplace at = new Workplace();
    private final CountingTool write = at.with(CountingTool.of("change", ToolClass.WRITE));
    private Pigeon mail;
    private int sent;

    @BeforeEach
    void a_way_by_mail() {
        mail = at.reaches("email", Optional.of("email"), "ops@example.com");
        at.under(Rules.changes("named").by(1, "dana").over("email").rule());
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private void reply(String person, QuestionKey about, String text, String version) {
        var address = person + "@example.com";
        at.engine()
                .inbox()
                .accept(new Inbound.Said(
                        new DeliveryId("email", "mail" + ++sent),
                        new Speaker("email", address, Assurance.SIGNED, Map.of("version", version)),
                        new Conversation("email", address),
                        text,
                        Optional.of(Workplace.DEFAULT_AGENT),
                        Optional.of(about)));
    }

    private String changing() {
        at.takes(calls(call("change", "{\"n\":1}")), says("The end."));
        return at.hears("change it");
    }

    private Outbound.Whisper whisper() {
        await().atMost(LONG).until(() -> mail.carried(Outbound.Whisper.class).size() == 1);
        return mail.carried(Outbound.Whisper.class).getFirst();
    }

    /** Nothing waits in the postbox any more, whatever the time. */
    private void worked() {
        at.clock.passes(Duration.ofSeconds(5));
        var now = at.clock.instant();
        await().atMost(LONG).until(() -> at.stores.postbox().oldest(now).equals(now));
    }

    private Question untouched(String run) {
        worked();
        var open = at.asks(run);
        assertThat(open.votes()).isEmpty();
        assertThat(write.ran).isEmpty();
        assertThat(at.stores.archive().runs(EVERY).items()).hasSize(1);
        return open;
    }

    @Test
    void a_plain_yes_decides_and_the_call_runs_once() {
        var run = changing();
        reply("dana", at.asks(run).key(), "Approve: go ahead", "1");
        assertThat(at.answer(run)).isEqualTo("The end.");
        assertThat(write.ran).hasSize(1);
        assertThat(mail.carried(Outbound.Whisper.class)).isEmpty();
    }

    @Test
    void a_no_reaches_the_model_with_its_reason() {
        var run = changing();
        reply("dana", at.asks(run).key(), "reject: not on a Friday", "1");
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly("Tool call was rejected by user. Reason: not on a Friday");
        assertThat(write.ran).isEmpty();
    }

    @Test
    void words_that_decide_nothing_are_asked_back_about_the_question_and_start_no_run() {
        var run = changing();
        var key = at.asks(run).key();
        reply("dana", key, "looks fine to me, I think", "1");
        assertThat(whisper().about()).contains(key);
        assertThat(whisper().text()).endsWith("It changed nothing.");
        untouched(run);
    }

    @Test
    void a_yes_to_a_version_that_was_replaced_decides_nothing() {
        at.under(Rules.changes("two").by(2, "dana", "li").over("email").rule());
        var run = changing();
        var key = at.asks(run).key();
        at.chooses("li", key, new Choice.Edit("{\"n\":2}", Optional.empty()));
        reply("dana", key, "approve", "1");
        assertThat(whisper().about()).contains(key);
        assertThat(at.asks(run).version()).isEqualTo(2);
        assertThat(write.ran).isEmpty();
    }

    @Test
    void somebody_else_s_yes_decides_nothing_and_is_on_record() {
        var run = changing();
        reply("li", at.asks(run).key(), "approve", "1");
        whisper();
        untouched(run);
        assertThat(at.record(run, Entry.Kind.DECLINED)).hasSize(1);
    }

    @Test
    void a_reply_to_no_question_of_ours_is_told_so() {
        var run = changing();
        reply("dana", new QuestionKey("q_none"), "approve", "1");
        assertThat(whisper().text()).isEqualTo("There is no question q_none here.");
        untouched(run);
    }

    @Test
    void answer_with_quotes_and_newlines() {
        at.takes(
                calls(call("ask_user", "{\"questions\":[{\"question\":\"Which?\"}]}")),
                says("Thanks."));
        var run = at.hears("set it up");
        reply("ana", at.asks(run).key(), "the shop,\nplease\n", "1");
        at.rests(run);
        assertThat(at.results(run))
                .containsExactly("[{\"question\":\"Which?\",\"answer\":[\"the shop,\\nplease\"]}]");
    }

    @Test
    void several_questions_are_not_answered_by_one_text() {
        at.takes(calls(call("ask_user", TWO_QUESTIONS)), says("Thanks."));
        var run = at.hears("set it up");
        reply("ana", at.asks(run).key(), "the shop", "1");
        assertThat(whisper().text()).startsWith("Several things are asked");
        untouched(run);
    }

    @Test
    void a_mail_that_came_back_is_told_to_the_requester_and_the_question_stays_open() {
        var run = changing();
        var key = at.asks(run).key();
        at.engine().undelivered(key, "email", "bounced (550)");
        await().atMost(LONG).until(() -> at.record(run, Entry.Kind.UNDELIVERED).size() == 1);
        assertThat(List.of(untouched(run).key())).containsExactly(key);
    }
}
