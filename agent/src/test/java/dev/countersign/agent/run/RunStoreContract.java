package dev.countersign.agent.run;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.PLACE;
import static dev.countersign.agent.run.StoreSamples.acting;
import static dev.countersign.agent.run.StoreSamples.approved;
import static dev.countersign.agent.run.StoreSamples.ask;
import static dev.countersign.agent.run.StoreSamples.call;
import static dev.countersign.agent.run.StoreSamples.causedBy;
import static dev.countersign.agent.run.StoreSamples.due;
import static dev.countersign.agent.run.StoreSamples.entry;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.freshAt;
import static dev.countersign.agent.run.StoreSamples.held;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.question;
import static dev.countersign.agent.run.StoreSamples.said;
import static dev.countersign.agent.run.StoreSamples.saying;
import static dev.countersign.agent.run.StoreSamples.settling;
import static dev.countersign.agent.run.StoreSamples.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.agent.run.RunStore.StaleRun;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.QuestionKey;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every store of runs does. Extend it, hand over an empty store, make it green: you have one.
 */
public abstract class RunStoreContract extends PostContract {
    private static final Instant LATER = NOON.plusSeconds(300);

    @Test
    void a_run_is_kept_and_read_back_as_it_was() {
        var run = fresh("r_1");
        assertThat(stores.runs().load("r_1")).isEmpty();
        var kept = kept(run, saying(run, "hi"));
        assertThat(kept.version()).isEqualTo(1);
        assertThat(kept.counts().messages()).isEqualTo(1);
        assertThat(stores.runs().load("r_1")).contains(kept);
    }

    @Test
    void every_phase_and_every_state_of_a_call_is_read_back_as_it_was() {
        var by = new Clearance.ByDecision(
                new QuestionKey("q_1"), 2, "dana", "basis", Optional.empty());
        var calls = List.of(
                call("c_0", 0, CallState.Proposed.FIRST),
                call("c_1", 1, new CallState.Gated(new QuestionKey("q_1"))),
                call("c_2", 2, new CallState.Cleared(new Clearance.ByRule("reads"))),
                call("c_3", 3, new CallState.Started(by, 2, "k3", NOON)),
                call("c_4", 4, new CallState.Lost(by, 1, "seen", new QuestionKey("q_2"))),
                call("c_5", 5, new CallState.Delegated("r_9", Optional.empty())),
                call(
                        "c_6",
                        6,
                        new CallState.Done(
                                new CallState.Outcome("\u0000\u2713", true),
                                Optional.of(new Clearance.ByGrant("g_1", "dana")))),
                call("c_7", 7, new CallState.Refused(CallState.Refusal.EXPIRED, "expired")));
        var run = fresh("r_1");
        var kept = kept(run, Step.stay(acting(run, calls.toArray(Call[]::new))));
        assertThat(stores.runs().load("r_1")).contains(kept);
        assertThat(kept.calls()).isEqualTo(calls);
        for (var phase : List.of(
                new Phase.Thinking(3, Optional.of(LATER)),
                new Phase.Resting("done\n"),
                new Phase.Closed(Phase.End.LIMIT, "25 turns", List.of()))) {
            kept = kept(kept, Step.stay(kept.in(phase)));
            assertThat(stores.runs().load("r_1")).contains(kept);
        }
    }

    @Test
    void questions_votes_and_changed_calls_are_read_back_with_the_run() {
        var run = fresh("r_1");
        var one = question("q_1", "c_1", NOON);
        var two = question("q_2", "c_2", LATER);
        var gated = call("c_1", 0, new CallState.Gated(one.key()));
        var other = call("c_2", 1, new CallState.Gated(two.key()));
        var asking = kept(run, Step.stay(acting(run, gated, other).asking(List.of(one, two))));
        assertThat(stores.runs().load("r_1")).contains(asking);

        var voted = one.counting(vote("dana"));
        var counted = kept(asking, Step.stay(asking.asking(List.of(voted, two))));
        assertThat(stores.runs().load("r_1")).contains(counted);

        var cleared = gated.in(new CallState.Cleared(
                new Clearance.ByDecision(one.key(), 1, "dana", "", Optional.empty())));
        var settled = voted.counting(vote("li")).settled(approved("li"));
        var next = acting(counted, cleared, other).asking(List.of(two));
        var kept = kept(counted, settling(next, settled));
        assertThat(stores.runs().load("r_1")).contains(kept);
        assertThat(stores.archive().questions("r_1")).containsExactly(settled, two);
    }

    @Test
    void a_step_from_an_old_version_is_stale_and_nothing_of_it_is_kept() {
        var run = fresh("r_1");
        var first = kept(run, saying(run, "hi"));
        var second = kept(first, saying(first, "there"));
        var late = saying(first, "too late")
                .then(new Step(
                        first.asking(List.of(question("q_9", "c_9", NOON))),
                        List.of(),
                        List.of(call("c_9", 0, CallState.Proposed.FIRST)),
                        List.of(),
                        List.of(ask(PLACE, "q_9")),
                        List.of(entry(Entry.Kind.ASKED, "dana")),
                        List.of()));
        var commit = causedBy(first, late, new DeliveryId("web", "late"));
        assertThatThrownBy(() -> stores.runs().commit(commit)).isInstanceOf(StaleRun.class);
        assertThat(stores.runs().load("r_1")).contains(second);
        assertThat(stores.runs().messages("r_1", 0)).hasSize(2);
        assertThat(stores.runs().asking(new QuestionKey("q_9"))).isEmpty();
        assertThat(stores.runs().startedBy(new DeliveryId("web", "late"))).isEmpty();
        assertThat(stores.archive().calls("r_1")).isEmpty();
        assertThat(stores.archive().record("r_1", 1)).isEmpty();
        assertThat(stores.outbox().pending()).isZero();
    }

    @Test
    void of_two_first_steps_of_one_run_the_second_is_stale() {
        var run = fresh("r_1");
        kept(run, saying(run, "hi"));
        assertThatThrownBy(() -> kept(run, saying(run, "hi"))).isInstanceOf(StaleRun.class);
    }

    @Test
    void messages_are_appended_and_read_from_any_number() {
        var run = fresh("r_1");
        var first = kept(run, saying(run, "one", "two"));
        kept(first, saying(first, "three"));
        assertThat(stores.runs().messages("r_1", 0))
                .containsExactly(user("one"), user("two"), user("three"));
        assertThat(stores.runs().messages("r_1", 2)).containsExactly(user("three"));
        assertThat(stores.runs().messages("r_1", 3)).isEmpty();
        assertThat(stores.runs().messages("r_none", 0)).isEmpty();
    }

    private static Message user(String text) {
        return new Message.User(text, "ana");
    }

    @Test
    void a_delivery_causes_one_step_and_is_remembered_with_its_run() {
        var run = fresh("r_1");
        var delivery = said("e1").delivery();
        stores.postbox().keep(said("e1"), NOON);
        stores.runs().commit(causedBy(run, saying(run, "hi"), delivery));
        assertThat(stores.runs().startedBy(delivery)).contains("r_1");
        assertThat(stores.postbox().claim(LEASE, LATER, 9)).isEmpty();

        var other = fresh("r_2");
        var again = causedBy(other, saying(other, "hi"), delivery);
        assertThatThrownBy(() -> stores.runs().commit(again)).isInstanceOf(StaleRun.class);
        assertThat(stores.runs().load("r_2")).isEmpty();
        assertThat(stores.runs().startedBy(delivery)).contains("r_1");
    }

    @Test
    void a_delivery_of_our_own_doors_is_consumed_without_having_been_kept() {
        var run = fresh("r_1");
        var delivery = said("e1").delivery();
        assertThat(stores.runs().startedBy(delivery)).isEmpty();
        var kept = stores.runs().commit(causedBy(run, saying(run, "hi"), delivery));
        assertThat(stores.runs().startedBy(delivery)).contains("r_1");
        assertThat(stores.postbox().keep(said("e1"), NOON)).isFalse();
        var again = causedBy(kept, saying(kept, "hi"), delivery);
        assertThatThrownBy(() -> stores.runs().commit(again)).isInstanceOf(StaleRun.class);
        assertThat(stores.runs().messages("r_1", 0)).hasSize(1);
    }

    @Test
    void the_latest_run_of_a_place_that_is_not_closed_is_found() {
        var older = freshAt("r_1", PLACE, NOON);
        var newer = freshAt("r_2", PLACE, NOON.plusSeconds(1));
        var first = kept(older, Step.stay(older));
        var second = kept(newer, Step.stay(newer));
        assertThat(stores.runs().at(PLACE)).contains(second);
        kept(
                second,
                Step.stay(second.in(new Phase.Closed(Phase.End.CANCELLED, "by ana", List.of()))));
        assertThat(stores.runs().at(PLACE)).contains(first);
        assertThat(stores.runs().at(new Conversation("slack", "C2/1"))).isEmpty();
        assertThat(stores.runs().at(new Conversation("web", PLACE.place()))).isEmpty();
    }

    @Test
    void a_run_that_is_due_is_taken_by_one_and_fences_the_owner_before() {
        var run = stores.runs().commit(due(fresh("r_1"), NOON));
        stores.runs().commit(idle(fresh("r_2"), Step.stay(fresh("r_2"))));
        assertThat(stores.runs().claim(LEASE, NOON.minusSeconds(1), 5)).isEmpty();
        var taken = stores.runs().claim(LEASE, NOON, 5);
        assertThat(taken).containsExactly(run.at(2));
        assertThat(stores.runs().claim(LEASE, NOON, 5)).isEmpty();
        assertThatThrownBy(() -> kept(run, saying(run, "old owner"))).isInstanceOf(StaleRun.class);
        assertThat(kept(taken.getFirst(), Step.stay(taken.getFirst())).version())
                .isEqualTo(3);
        assertThat(stores.runs().claim(LEASE, LATER, 5)).isEmpty();
    }

    @Test
    void a_held_run_is_free_again_when_its_lease_runs_out_unless_renewed() {
        var asking = question("q_1", "c_1", NOON);
        var before = fresh("r_1");
        var gated = acting(before, call("c_1", 0, new CallState.Gated(asking.key())));
        var shown = kept(before, Step.stay(gated.asking(List.of(asking))));
        var run = stores.runs().commit(held(shown, LEASE));
        assertThat(stores.runs().claim(LEASE, LEASE.until().minusSeconds(1), 5)).isEmpty();
        var other = stores.runs().commit(held(fresh("r_2"), LEASE));
        stores.runs().renew(new Lease("somebody else", LATER.plusSeconds(1)), Set.of("r_1"));
        stores.runs().renew(new Lease(LEASE.owner(), LATER), Set.of("r_1", "r_3"));
        var longer = new Lease("somebody else", LATER.plusSeconds(1));
        assertThat(stores.runs().claim(longer, LEASE.until(), 5)).containsExactly(other.at(2));
        assertThat(stores.runs().claim(LEASE, LATER, 5)).containsExactly(run.at(3));
    }

    @Test
    void what_is_due_next_is_known() {
        assertThat(stores.runs().nextDue()).isEmpty();
        stores.runs().commit(due(fresh("r_1"), LATER));
        assertThat(stores.runs().nextDue()).contains(LATER);
        var asking = question("q_1", "c_1", NOON);
        var before = fresh("r_2");
        kept(
                before,
                Step.stay(acting(before, call("c_1", 0, new CallState.Gated(asking.key())))
                        .asking(List.of(asking))));
        assertThat(stores.runs().nextDue()).contains(asking.timing().next().orElseThrow());
    }

    @Test
    void at_most_as_many_runs_as_wanted_are_taken_the_longest_due_first() {
        for (int i = 0; i < 3; i++) {
            stores.runs().commit(due(fresh("r_" + i), NOON.minusSeconds(i)));
        }
        assertThat(stores.runs().claim(LEASE, NOON, 2))
                .extracting(Run::id)
                .containsExactly("r_2", "r_1");
    }

    @Test
    void open_questions_that_want_attention_are_found_until_they_are_settled() {
        var run = fresh("r_1");
        var soon = question("q_1", "c_1", NOON);
        var later = question("q_2", "c_2", LATER);
        var kept = kept(run, Step.stay(run.asking(List.of(later, soon))));
        assertThat(stores.runs().due(NOON, 5)).containsExactly(soon.key());
        assertThat(stores.runs().due(LATER, 5)).containsExactly(soon.key(), later.key());
        assertThat(stores.runs().due(LATER, 1)).containsExactly(soon.key());
        kept(kept, settling(kept.asking(List.of(later)), soon.settled(approved("dana"))));
        assertThat(stores.runs().due(LATER, 5)).containsExactly(later.key());
    }

    @Test
    void a_blueprint_is_kept_once_under_its_hash() {
        assertThat(stores.runs().blueprint("b1")).isEmpty();
        stores.runs().keepBlueprint("b1", "{\"agent\":1}");
        stores.runs().keepBlueprint("b1", "{\"agent\":1}");
        assertThat(stores.runs().blueprint("b1")).contains("{\"agent\":1}");
    }
}
