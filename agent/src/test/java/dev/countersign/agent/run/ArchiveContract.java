package dev.countersign.agent.run;

import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.acting;
import static dev.countersign.agent.run.StoreSamples.approved;
import static dev.countersign.agent.run.StoreSamples.call;
import static dev.countersign.agent.run.StoreSamples.entry;
import static dev.countersign.agent.run.StoreSamples.fresh;
import static dev.countersign.agent.run.StoreSamples.idle;
import static dev.countersign.agent.run.StoreSamples.opened;
import static dev.countersign.agent.run.StoreSamples.question;
import static dev.countersign.agent.run.StoreSamples.recording;
import static dev.countersign.agent.run.StoreSamples.saying;
import static dev.countersign.agent.run.StoreSamples.settling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.run.Archive.Filter;
import dev.countersign.agent.run.Archive.Line;
import dev.countersign.agent.run.Archive.NoSuchPlace;
import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.channels.QuestionKey;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every {@link Archive} shows; a part of {@link RunStoreContract}. */
public abstract class ArchiveContract {
    protected static final InstantSource CLOCK = InstantSource.fixed(NOON);
    private static final Optional<String> ANY = Optional.empty();

    protected Stores stores;

    /** The four ports of one empty store. */
    public record Stores(RunStore runs, Outbox outbox, Postbox postbox, Archive archive) {}

    /** Opens an empty store. */
    protected abstract Stores open(InstantSource clock) throws Exception;

    @BeforeEach
    void start_empty() throws Exception {
        stores = open(CLOCK);
    }

    protected final Run kept(Run before, Step step) {
        return stores.runs().commit(idle(before, step));
    }

    private static Filter first(int most) {
        return new Filter(ANY, ANY, ANY, ANY, most);
    }

    @Test
    void a_cursor_that_no_list_gave_is_refused() {
        var archive = stores.archive();
        var made_up = Optional.of("the second page");

        assertThatThrownBy(() -> archive.runs(new Filter(ANY, ANY, ANY, made_up, 1)))
                .isInstanceOf(NoSuchPlace.class)
                .hasMessageContaining("the second page");
        assertThatThrownBy(() -> archive.questions(true, made_up, 1))
                .isInstanceOf(NoSuchPlace.class);
    }

    @Test
    void runs_are_listed_newest_first_page_by_page() {
        for (int i = 0; i < 5; i++) {
            var run = fresh("r_" + i, "hitl-agent", "ana", NOON.plusSeconds(i / 2));
            kept(run, saying(run, "say " + i));
        }
        var seen = new ArrayList<String>();
        var page = stores.archive().runs(first(2));
        page.items().forEach(line -> seen.add(line.id()));
        while (page.next().isPresent()) {
            page = stores.archive().runs(new Filter(ANY, ANY, ANY, page.next(), 2));
            page.items().forEach(line -> seen.add(line.id()));
        }
        assertThat(seen).containsExactly("r_4", "r_3", "r_2", "r_1", "r_0");
    }

    @Test
    void a_line_says_what_was_first_said_and_how_many_questions_are_open() {
        var run = fresh("r_1");
        var said = kept(run, saying(run, "delete it", "now"));
        var asking = acting(said, call("c_1", 0, CallState.Proposed.FIRST))
                .asking(List.of(question("q_1", "c_1", NOON)));
        kept(said, Step.stay(asking));
        assertThat(stores.archive().runs(first(9)).items())
                .containsExactly(
                        new Line("r_1", "hitl-agent", "ana", "acting", "delete it", 1, NOON));
    }

    @Test
    void runs_are_filtered_by_phase_agent_and_requester() {
        var one = fresh("r_1", "alpha", "ana", NOON);
        var two = fresh("r_2", "beta", "bo", NOON);
        kept(one, Step.stay(one.in(new Phase.Closed(Phase.End.FAILED, "no", List.of()))));
        kept(two, Step.stay(two));
        assertThat(ids(new Filter(Optional.of("closed"), ANY, ANY, ANY, 9))).containsExactly("r_1");
        assertThat(ids(new Filter(ANY, Optional.of("beta"), ANY, ANY, 9))).containsExactly("r_2");
        assertThat(ids(new Filter(ANY, ANY, Optional.of("ana"), ANY, 9))).containsExactly("r_1");
        var none = new Filter(Optional.of("resting"), Optional.of("alpha"), ANY, ANY, 9);
        assertThat(ids(none)).isEmpty();
    }

    private List<String> ids(Filter filter) {
        return stores.archive().runs(filter).items().stream().map(Line::id).toList();
    }

    @Test
    void a_family_is_listed_oldest_first_without_the_run_that_a_person_started() {
        var first = fresh("r_1", "lead", "ana", NOON);
        kept(first, saying(first, "go on"));
        for (int i = 3; i > 0; i--) {
            var child = StoreSamples.child(first, "c_" + i, NOON.plusSeconds(i));
            kept(child, saying(child, "part " + i));
        }
        var other = fresh("r_2", "lead", "ana", NOON);
        kept(other, saying(other, "something else"));

        var family = stores.archive().family("r_1", 10);

        assertThat(family).extracting(Line::id).containsExactly("r_1-1", "r_1-2", "r_1-3");
        assertThat(stores.archive().family("r_1", 2)).hasSize(2);
        assertThat(stores.archive().family("r_2", 10)).isEmpty();
        var read = stores.runs().load("r_1-1").orElseThrow();
        var same = StoreSamples.child(first, "c_1", NOON.plusSeconds(1));
        assertThat(read.origin()).isEqualTo(same.origin());
    }

    @Test
    void a_call_is_shown_with_its_last_state_after_its_turn_is_over() {
        var before = kept(
                fresh("r_1"),
                Step.stay(acting(
                        fresh("r_1"),
                        call("c_2", 1, CallState.Proposed.FIRST),
                        call("c_1", 0, CallState.Proposed.FIRST))));
        var done = call(
                "c_1",
                0,
                new CallState.Done(new CallState.Outcome("gone", false), Optional.empty()));
        var refused = call(
                "c_2",
                1,
                new CallState.Refused(CallState.Refusal.REJECTED, "Rejected by dana: no"));
        var thinking = before.in(Phase.Thinking.NOW);
        kept(
                before,
                new Step(
                        thinking,
                        List.of(),
                        List.of(done, refused),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
        assertThat(stores.archive().calls("r_1")).containsExactly(done, refused);
        assertThat(stores.runs().load("r_1").orElseThrow().calls()).isEmpty();
        assertThat(stores.archive().calls("r_none")).isEmpty();
    }

    @Test
    void questions_are_listed_open_or_settled_newest_first_page_by_page() {
        var run = fresh("r_1");
        var all = new ArrayList<Question>();
        for (int i = 0; i < 5; i++) {
            all.add(opened(question("q_" + i, "c_" + i, NOON), NOON.plusSeconds(i / 2)));
        }
        var open = kept(run, Step.stay(run.asking(all)));
        var page = stores.archive().questions(true, Optional.empty(), 3);
        assertThat(keys(page)).containsExactly("q_4", "q_3", "q_2");
        page = stores.archive().questions(true, page.next(), 3);
        assertThat(keys(page)).containsExactly("q_1", "q_0");
        assertThat(page.next()).isEmpty();
        assertThat(stores.archive().open()).isEqualTo(5);

        var closed = all.get(3).settled(approved("dana"));
        var left = all.stream().filter(q -> !q.key().equals(closed.key())).toList();
        kept(open, settling(open.asking(left), closed));
        assertThat(stores.archive().open()).isEqualTo(4);
        assertThat(keys(stores.archive().questions(false, Optional.empty(), 3)))
                .containsExactly("q_3");
        assertThat(stores.archive().questions("r_1"))
                .containsExactly(all.get(0), all.get(1), all.get(2), closed, all.get(4));
    }

    private static List<String> keys(Archive.Page<Archive.Asked> page) {
        return page.items().stream().map(a -> a.question().key().value()).toList();
    }

    @Test
    void a_settled_question_stays_findable_by_its_key() {
        var run = fresh("r_1");
        var question = question("q_1", "c_1", NOON);
        var open = kept(run, Step.stay(run.asking(List.of(question))));
        var settled = question.settled(approved("dana"));
        kept(open, settling(open.asking(List.of()), settled));
        var key = new QuestionKey("q_1");
        assertThat(stores.archive().question(key))
                .contains(new Archive.Asked("r_1", "hitl-agent", "ana", settled));
        assertThat(stores.runs().asking(key)).isEqualTo(stores.runs().load("r_1"));
        assertThat(stores.archive().question(new QuestionKey("q_none"))).isEmpty();
    }

    @Test
    void a_run_has_a_record_of_its_own_in_which_every_line_names_the_one_before() {
        var one = fresh("r_1");
        var two = fresh("r_2");
        var first = kept(
                one, recording(one, entry(Entry.Kind.SAID, "ana"), entry(Entry.Kind.TURN, "")));
        kept(two, recording(two, entry(Entry.Kind.SAID, "bo")));
        kept(first, recording(first, entry(Entry.Kind.ASKED, "dana")));

        var record = stores.archive().record("r_1", 1);
        assertThat(record).extracting(Recorded::number).containsExactly(1L, 2L, 3L);
        assertThat(record.get(2).entry()).isEqualTo(entry(Entry.Kind.ASKED, "dana"));
        assertThat(record.get(0).previous()).isEmpty();
        assertThat(record.get(1).previous()).isEqualTo(record.get(0).hash());
        assertThat(record.get(2).previous()).isEqualTo(record.get(1).hash());
        assertThat(stores.archive().record("r_1", 3)).containsExactly(record.get(2));

        var whole = stores.archive().everything(0, 9);
        assertThat(whole).extracting(Recorded::run).containsExactly("r_1", "r_1", "r_2", "r_1");
        assertThat(whole).extracting(Recorded::hash).doesNotHaveDuplicates();
        assertThat(stores.archive().everything(whole.get(1).id(), 1)).containsExactly(whole.get(2));
    }
}
