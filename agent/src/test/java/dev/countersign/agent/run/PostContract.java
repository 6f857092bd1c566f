package dev.countersign.agent.run;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.PLACE;
import static dev.countersign.agent.run.StoreSamples.ask;
import static dev.countersign.agent.run.StoreSamples.causedBy;
import static dev.countersign.agent.run.StoreSamples.due;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.said;
import static dev.countersign.agent.run.StoreSamples.sending;
import static dev.countersign.agent.run.StoreSamples.settle;
import static dev.countersign.agent.run.StoreSamples.tell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.Outbox.Parcel;
import dev.countersign.agent.run.Outbox.Sent;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Receipt;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What every {@link Outbox} and {@link Postbox} does; a part of {@link RunStoreContract}. */
public abstract class PostContract extends ArchiveContract {
    private static final Conversation ELSEWHERE = new Conversation("email", "<a@example.com>");
    private static final Instant LATER = NOON.plusSeconds(300);

    private List<Parcel> take(Instant now) {
        return stores.outbox().claim(new Lease("sender", now.plusSeconds(60)), now, 10);
    }

    private static List<Outbound> messages(List<Parcel> parcels) {
        return parcels.stream().map(Parcel::message).toList();
    }

    private void arrived(Parcel parcel, String receipt) {
        stores.outbox().sent(List.of(new Sent(parcel.id(), new Receipt(receipt))));
    }

    @Test
    void messages_to_one_place_go_one_after_the_other_and_places_do_not_wait_for_each_other() {
        var run = fresh("r_1");
        var first = tell(PLACE, "r_1", "one");
        var second = tell(PLACE, "r_1", "two");
        var other = ask(ELSEWHERE, "q_1");
        kept(run, sending(run, first, second, other));
        assertThat(stores.outbox().pending()).isEqualTo(3);

        var taken = take(NOON);
        assertThat(messages(taken)).containsExactly(first, other);
        assertThat(taken.getFirst().run()).isEqualTo("r_1");
        assertThat(taken.getFirst().queued()).isEqualTo(NOON);
        assertThat(taken.getFirst().earlier()).isEmpty();
        assertThat(take(NOON)).isEmpty();

        arrived(taken.get(0), "m1");
        var next = take(NOON);
        assertThat(messages(next)).containsExactly(second);
        assertThat(next.getFirst().earlier()).containsExactly(new Receipt("m1"));
        assertThat(stores.outbox().pending()).isEqualTo(2);
    }

    @Test
    void a_message_about_a_question_brings_the_receipts_of_that_question_in_that_place() {
        var run = fresh("r_1");
        kept(
                run,
                sending(
                        run,
                        tell(PLACE, "r_1", "words"),
                        ask(PLACE, "q_1"),
                        ask(PLACE, "q_2"),
                        ask(ELSEWHERE, "q_1"),
                        settle(PLACE, "q_1")));
        for (int i = 1; i <= 3; i++) {
            for (var parcel : take(NOON)) {
                arrived(parcel, parcel.message().to().channel() + i);
            }
        }
        var settle = take(NOON).getFirst();
        assertThat(settle.message()).isEqualTo(settle(PLACE, "q_1"));
        assertThat(settle.earlier()).containsExactly(new Receipt("slack2"));
    }

    @Test
    void a_question_has_reached_people_when_a_message_about_it_has_arrived() {
        var key = new QuestionKey("q_1");
        assertThat(stores.outbox().reached(key, List.of())).isTrue();
        var run = fresh("r_1");
        kept(run, Step.stay(run).sending(List.of(ask(PLACE, "q_1"))));
        assertThat(stores.outbox().reached(key, List.of(PLACE))).isFalse();
        var parcel = stores.outbox().claim(LEASE, NOON, 9).getFirst();
        stores.outbox().sent(List.of(new Outbox.Sent(parcel.id(), new Receipt("m1"))));
        assertThat(stores.outbox().reached(key, List.of(PLACE))).isTrue();
        assertThat(stores.outbox().reached(new QuestionKey("q_2"), List.of(PLACE)))
                .isFalse();
    }

    @Test
    void a_whisper_follows_its_question_or_else_its_run() {
        var run = fresh("r_1");
        var to = new Speaker("slack", "U1", Assurance.SIGNED, Map.of());
        var about = new Outbound.Whisper(PLACE, to, Optional.of(new QuestionKey("q_1")), "late");
        var plain = new Outbound.Whisper(PLACE, to, Optional.empty(), "sorry");
        kept(run, sending(run, tell(PLACE, "r_1", "hi"), ask(PLACE, "q_1"), about, plain));
        arrived(take(NOON).getFirst(), "m1");
        arrived(take(NOON).getFirst(), "m2");
        var first = take(NOON).getFirst();
        assertThat(first.earlier()).containsExactly(new Receipt("m2"));
        arrived(first, "m3");
        assertThat(take(NOON).getFirst().earlier()).containsExactly(new Receipt("m1"));
    }

    @Test
    void a_failed_message_is_tried_again_and_holds_back_what_follows_it() {
        var run = fresh("r_1");
        kept(run, sending(run, tell(PLACE, "r_1", "one"), tell(PLACE, "r_1", "two")));
        var parcel = take(NOON).getFirst();
        assertThat(parcel.tries()).isZero();
        stores.outbox().retry(parcel.id(), "slack answered 429", LATER);
        assertThat(take(NOON)).isEmpty();
        var again = take(LATER).getFirst();
        assertThat(again.id()).isEqualTo(parcel.id());
        assertThat(again.tries()).isEqualTo(1);
        assertThat(again.deliveryId()).isEqualTo(parcel.deliveryId());
    }

    @Test
    void a_dead_message_holds_nothing_back() {
        var run = fresh("r_1");
        kept(run, sending(run, tell(PLACE, "r_1", "one"), tell(PLACE, "r_1", "two")));
        stores.outbox().dead(take(NOON).getFirst().id(), "no such channel");
        assertThat(messages(take(NOON))).containsExactly(tell(PLACE, "r_1", "two"));
        assertThat(stores.outbox().pending()).isEqualTo(1);
    }

    @Test
    void a_message_whose_sender_went_away_is_handed_out_again() {
        var run = fresh("r_1");
        kept(run, sending(run, tell(PLACE, "r_1", "one")));
        var first = take(NOON);
        assertThat(take(NOON.plusSeconds(59))).isEmpty();
        assertThat(take(NOON.plusSeconds(60)).getFirst().id())
                .isEqualTo(first.getFirst().id());
    }

    @Test
    void at_most_as_many_messages_as_wanted_are_taken() {
        var run = fresh("r_1");
        kept(run, sending(run, tell(PLACE, "r_1", "one"), ask(ELSEWHERE, "q_1")));
        assertThat(stores.outbox().claim(LEASE, NOON, 1)).hasSize(1);
        assertThat(stores.outbox().claim(LEASE, NOON, 1)).hasSize(1);
    }

    @Test
    void a_delivery_is_kept_once_and_taken_by_one_oldest_first() {
        assertThat(stores.postbox().keep(said("e1"), NOON)).isTrue();
        assertThat(stores.postbox().keep(chose("e2"), NOON.plusSeconds(1))).isTrue();
        assertThat(stores.postbox().keep(said("e1"), NOON.plusSeconds(2))).isFalse();
        assertThat(stores.postbox().claim(LEASE, NOON.plusSeconds(2), 1))
                .containsExactly(said("e1"));
        assertThat(stores.postbox().claim(LEASE, NOON.plusSeconds(2), 5))
                .containsExactly(chose("e2"));
        assertThat(stores.postbox().claim(LEASE, NOON.plusSeconds(2), 5)).isEmpty();
        assertThat(stores.postbox().claim(LEASE, LEASE.until(), 5)).hasSize(2);
    }

    private static Inbound chose(String id) {
        return new Inbound.Chose(
                new DeliveryId("web", id),
                Speaker.signedIn("dana", "web"),
                PLACE,
                new QuestionKey("q_1"),
                OptionalInt.of(2),
                new Choice.Answer(List.of(List.of("a", "b"), List.of())));
    }

    @Test
    void a_delivery_that_needs_nothing_more_is_not_taken_again_and_not_kept_again() {
        stores.postbox().keep(said("e1"), NOON);
        stores.postbox().done(said("e1").delivery());
        assertThat(stores.postbox().claim(LEASE, NOON, 5)).isEmpty();
        assertThat(stores.postbox().keep(said("e1"), NOON)).isFalse();
        assertThat(stores.runs().startedBy(said("e1").delivery())).isEmpty();
    }

    @Test
    void the_oldest_delivery_that_waits_says_how_far_behind_we_are() {
        assertThat(stores.postbox().oldest(LATER)).isEqualTo(LATER);
        stores.postbox().keep(said("e1"), NOON);
        stores.postbox().keep(said("e2"), NOON.plusSeconds(1));
        stores.postbox().claim(LEASE, NOON, 1);
        assertThat(stores.postbox().oldest(LATER)).isEqualTo(NOON);
        stores.postbox().done(said("e1").delivery());
        assertThat(stores.postbox().oldest(LATER)).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void what_was_taken_and_not_finished_is_free_again_when_the_lease_is_over() {
        var run = fresh("r_1");
        stores.postbox().keep(said("e1"), NOON);
        stores.runs()
                .commit(causedBy(run, sending(run, ask(PLACE, "q")), said("e0").delivery()));
        stores.postbox().claim(LEASE, NOON, 5);
        stores.outbox().claim(LEASE, NOON, 5);
        stores.runs().renew(new Lease(LEASE.owner(), LATER), Set.of("r_1"));
        assertThat(stores.postbox().claim(LEASE, LEASE.until().minusSeconds(1), 5))
                .isEmpty();
        assertThat(stores.outbox().claim(LEASE, LEASE.until().minusSeconds(1), 5))
                .isEmpty();
        assertThat(stores.postbox().claim(LEASE, LEASE.until(), 5)).hasSize(1);
        assertThat(stores.outbox().claim(LEASE, LEASE.until(), 5)).hasSize(1);
    }

    @Test
    void what_an_owner_held_is_free_at_once_when_it_says_so() {
        var run = fresh("r_1");
        stores.postbox().keep(said("e1"), NOON);
        stores.runs()
                .commit(causedBy(run, sending(run, ask(PLACE, "q")), said("e0").delivery()));
        stores.runs().commit(due(fresh("r_2"), NOON));
        stores.runs().claim(LEASE, NOON, 5);
        stores.postbox().claim(LEASE, NOON, 5);
        stores.outbox().claim(LEASE, NOON, 5);
        stores.runs().release("somebody else", NOON);
        assertThat(stores.runs().claim(LEASE, NOON, 5)).isEmpty();
        stores.runs().release(LEASE.owner(), NOON);
        assertThat(stores.runs().claim(LEASE, NOON, 5)).hasSize(1);
        assertThat(stores.postbox().claim(LEASE, NOON, 5)).hasSize(1);
        assertThat(stores.outbox().claim(LEASE, NOON, 5)).hasSize(1);
    }
}
