package dev.countersign.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Outbound.Progress;
import dev.countersign.channels.Outbound.Settle;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Tone;
import dev.countersign.channels.Outbound.Whisper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What every channel keeps. Extend it, make it green, and you have a channel. */
@Timeout(60)
public abstract class ContactChannelContract {
    private static final int MEGABYTE = 1 << 20;
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    private Outside outside;
    private final CountDownLatch mayKeep = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    /** The channel under test with the world it speaks to. */
    protected interface Outside extends AutoCloseable {
        ContactChannel channel();

        /** Somewhere that people can look at. */
        Conversation place();

        Speaker speaker();

        /** What the core has kept before it sends; for a channel that shows what is kept. */
        default void kept(Outbound message) {}

        /** Everything that people see in the place, as text and not as markup. */
        String seen() throws Exception;

        /** Somebody says something; returns when the outside has been told "received". */
        void says(String words) throws Exception;

        /** Makes the outside fail from now on; false where there is none that could. */
        default boolean breaks() {
            return false;
        }

        @Override
        void close();
    }

    /** Starts the channel and its outside; what comes in goes to the inbox. */
    protected abstract Outside start(Inbox inbox) throws Exception;

    @BeforeEach
    void startOutside() throws Exception {
        outside = start(inbound -> {
            asked.countDown();
            await(mayKeep);
        });
    }

    @AfterEach
    void stopOutside() {
        mayKeep.countDown();
        outside.close();
    }

    @Test
    void an_answer_is_seen() throws Exception {
        send(tell("web in shop has 5 replicas."), "1");

        assertThat(outside.seen()).contains("web in shop has 5 replicas.");
    }

    @Test
    void a_question_is_seen_with_its_facts_and_exact_arguments() throws Exception {
        send(ask("q_1", "Scale web"), "1");

        assertThat(outside.seen())
                .contains("Scale web", "Cluster", "sandbox", "{\"replicas\":5}", "dana");
    }

    @Test
    void the_end_of_a_question_is_seen_with_who_and_why() throws Exception {
        send(ask("q_1", "Scale web"), "1");
        send(settle("q_1"), "2");

        assertThat(outside.seen()).contains("Rejected", "dana", "too late in the day");
    }

    @Test
    void the_same_sending_twice_is_seen_once() throws Exception {
        var words = whisper("only once, please");
        var first = send(words, "1");
        var second = outside.channel()
                .send(words, new Sending(new DeliveryId("outbox", "1"), 2, List.of()));

        assertThat(second).isEqualTo(first);
        assertThat(outside.seen()).containsOnlyOnce("only once, please");
    }

    @Test
    void the_end_of_a_question_that_was_never_shown_does_not_fail() {
        assertThatCode(() -> send(settle("q_never"), "1")).doesNotThrowAnyException();
    }

    @Test
    void progress_does_not_fail() {
        assertThatCode(() -> send(new Progress(outside.place(), "r_1", "thinking"), "1"))
                .doesNotThrowAnyException();
    }

    @Test
    void hostile_text_is_shown_as_text() throws Exception {
        var hostile = "<script>alert(1)</script><!channel> *bold* {{x}} a\u202Eb\u0000\u0007c";
        send(tell(hostile), "1");
        send(ask("q_1", hostile), "2");

        assertThat(outside.seen())
                .contains("<script>alert(1)</script>")
                .doesNotContain("\u202E", "\u0000", "\u0007");
    }

    @Test
    void a_megabyte_is_sent_or_refused_for_good() throws Exception {
        try {
            send(tell("x".repeat(MEGABYTE)), "1");
            assertThat(outside.seen()).contains("xxxx");
        } catch (ChannelFailure failure) {
            assertThat(failure.remedy()).isEqualTo(ChannelFailure.Remedy.GIVE_UP);
        }
    }

    @Test
    void many_threads_may_send_at_once() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var sendings = IntStream.range(0, 40)
                    .<Callable<Receipt>>mapToObj(
                            i -> () -> outside.channel().send(tell("n" + i), sending("id-" + i)))
                    .toList();
            for (var done : threads.invokeAll(sendings)) {
                assertThat(done.get().value()).isNotEmpty();
            }
        }
    }

    @Test
    void a_message_for_another_channel_is_given_up() {
        var elsewhere = new Tell(new Conversation("elsewhere", "x"), "r_1", Tone.ANSWER, "hello");

        assertThatThrownBy(() -> outside.channel().send(elsewhere, sending("1")))
                .isInstanceOfSatisfying(ChannelFailure.class, failure -> {
                    assertThat(failure.remedy()).isEqualTo(ChannelFailure.Remedy.GIVE_UP);
                    assertThat(failure.channel()).isEqualTo(outside.channel().name());
                });
    }

    @Test
    void an_outage_is_a_failure_with_a_remedy() {
        assumeTrue(outside.breaks(), "this channel has no outside that could break");

        assertThatThrownBy(() -> outside.channel().send(tell("hello"), sending("1")))
                .isInstanceOfSatisfying(
                        ChannelFailure.class, failure -> assertThat(failure.remedy())
                                .isNotEqualTo(ChannelFailure.Remedy.GIVE_UP));
    }

    @Test
    void received_is_said_only_after_it_is_kept() throws Exception {
        try (var threads = Executors.newSingleThreadExecutor()) {
            var told = threads.submit(() -> {
                outside.says("list all pods");
                return true;
            });
            await(asked);

            assertThat(told.isDone()).isFalse();
            mayKeep.countDown();
            assertThat(told.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_closed_channel_refuses_and_may_be_closed_again() {
        outside.channel().close();
        outside.channel().close();

        assertThatThrownBy(() -> outside.channel().send(tell("hello"), sending("1")))
                .isInstanceOf(ChannelFailure.class);
    }

    private Receipt send(Outbound message, String id) throws ChannelFailure {
        outside.kept(message);
        return outside.channel().send(message, sending(id));
    }

    private static Sending sending(String id) {
        return new Sending(new DeliveryId("outbox", id), 1, List.of());
    }

    private Tell tell(String words) {
        return new Tell(outside.place(), "r_1", Tone.ANSWER, words);
    }

    private Whisper whisper(String words) {
        return new Whisper(outside.place(), outside.speaker(), Optional.empty(), words);
    }

    private Ask ask(String key, String title) {
        var card = new Card(
                Card.Kind.APPROVE,
                title,
                Level.NORMAL,
                List.of(new Fact("Cluster", "sandbox")),
                new Work("k8s_scale", "{\"replicas\":5}", "9c1e", List.of(), ""),
                "",
                List.of(),
                new Deciders(List.of("dana"), List.of(), false, 1, 0),
                List.of(),
                List.of());
        return new Ask(
                outside.place(),
                new QuestionKey(key),
                1,
                card,
                Optional.of(LATER),
                Optional.empty(),
                Occasion.FIRST);
    }

    private Settle settle(String key) {
        var how = new Settlement(
                Ending.REJECTED,
                Optional.of("dana"),
                "web",
                Instant.parse("2026-11-21T10:42:00Z"),
                Optional.of("too late in the day"),
                Optional.empty());
        return new Settle(outside.place(), new QuestionKey(key), 1, how);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
