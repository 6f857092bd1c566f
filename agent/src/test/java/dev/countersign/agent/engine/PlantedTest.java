package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.grant.GrantChange;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Postbox;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore;
import dev.countersign.agent.run.RunStore.Commit;
import dev.countersign.agent.run.Step;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.QuestionKey;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Each promise is broken once on purpose, so that we know that random histories would notice. */
class PlantedTest {
    /** A fault that these do not find is found by luck only in the ten thousand of the build. */
    private static final int HISTORIES = 1_000;

    private static void isNoticed(Supplier<World> broken, String... words) {
        assertThatThrownBy(() -> Histories.play(1, HISTORIES, broken))
                .rootCause()
                .message()
                .containsAnyOf(words);
    }

    private static Supplier<World> stores(UnaryOperator<Engine.Stores> broken) {
        return () -> World.on(clock -> broken.apply(EngineStores.IN_MEMORY.open(clock)));
    }

    private static Engine.Stores runs(Engine.Stores real, Detour way) {
        return new Engine.Stores(
                Detour.around(RunStore.class, real.runs(), way),
                real.outbox(),
                real.postbox(),
                real.archive(),
                real.grants());
    }

    /** A store that keeps something else than it was given. */
    private static Supplier<World> keeping(BiFunction<Engine.Stores, Commit, Commit> change) {
        return stores(real -> runs(
                real,
                (method, arguments, onward) -> method.equals("commit")
                        ? onward.with(change.apply(real, (Commit) arguments[0]))
                        : onward.with(arguments)));
    }

    private static Commit with(Commit commit, Step step) {
        return new Commit(commit.before(), step, commit.lease(), commit.due(), commit.consumed());
    }

    private static Step altered(Step step, Run run, List<Entry> entries, List<GrantChange> grants) {
        return new Step(
                run,
                step.said(),
                step.calls(),
                step.settled(),
                step.outbox(),
                entries,
                step.effects(),
                grants);
    }

    private static boolean has(Step step, Kind kind) {
        return step.entries().stream().anyMatch(e -> e.kind() == kind);
    }

    @Test
    void a_second_decision_is_noticed() {
        isNoticed(
                keeping((real, commit) -> real.runs()
                        .load(commit.before().id())
                        .filter(now -> has(commit.step(), Kind.DECIDED))
                        .map(now -> new Commit(
                                now,
                                commit.step(),
                                commit.lease(),
                                commit.due(),
                                commit.consumed()))
                        .orElse(commit)),
                "decisions",
                "people",
                "first yes",
                "the yes to a start",
                "runs of a call");
    }

    @Test
    void a_call_that_runs_without_a_yes_is_noticed() {
        isNoticed(
                keeping((real, commit) -> with(
                        commit,
                        altered(
                                commit.step(),
                                commit.step().run(),
                                commit.step().entries().stream()
                                        .filter(e -> e.kind() != Kind.DECIDED
                                                || !has(commit.step(), Kind.STARTED))
                                        .toList(),
                                commit.step().grants()))),
                "the yes to a start",
                "kept of");
    }

    @Test
    void other_arguments_than_those_that_were_approved_are_noticed() {
        isNoticed(
                tool((tool, call) -> tool.call(new Invocation(
                        "{\"n\":0}", call.requester(), call.key(), call.attempt(), call.basis()))),
                "{\"n\":0}");
    }

    @Test
    void a_call_that_runs_twice_is_noticed() {
        isNoticed(
                tool((tool, call) -> {
                    tool.call(call);
                    return tool.call(call);
                }),
                "runs of a call");
    }

    private static Supplier<World> tool(BiFunction<Tool, Invocation, ToolOutcome> broken) {
        return () -> new World(EngineStores.IN_MEMORY, tool -> new Tool() {
            @Override
            public ToolSpec spec() {
                return tool.spec();
            }

            @Override
            public ToolOutcome call(Invocation invocation) {
                return broken.apply(tool, invocation);
            }
        });
    }

    @Test
    void who_was_told_recorded_and_is_not_is_noticed() {
        isNoticed(
                stores(real -> runs(
                        real,
                        (method, arguments, onward) -> method.equals("commit")
                                        && has(((Commit) arguments[0]).step(), Kind.VOTED)
                                ? ((Commit) arguments[0]).before()
                                : onward.with(arguments))),
                "kept of");
    }

    @Test
    void a_question_that_never_ends_is_noticed() {
        isNoticed(
                stores(real -> runs(
                        real,
                        (method, arguments, onward) -> method.equals("due")
                                ? List.<QuestionKey>of()
                                : onward.with(arguments))),
                "open questions",
                "not at its end");
    }

    @Test
    void a_vote_that_counts_twice_is_noticed() {
        isNoticed(
                keeping((real, commit) -> has(commit.step(), Kind.VOTED)
                        ? with(commit, counted(commit.step()))
                        : commit),
                "people");
    }

    private static Step counted(Step step) {
        Run run = step.run();
        for (var question : run.questions()) {
            if (!question.votes().isEmpty()) {
                run = run.asking(run.questions().stream()
                        .map(q -> q.key().equals(question.key())
                                ? q.counting(q.votes().getLast())
                                : q)
                        .toList());
            }
        }
        return altered(step, run, step.entries(), step.grants());
    }

    @Test
    void a_delivery_that_is_taken_twice_is_noticed() {
        isNoticed(
                stores(real -> new Engine.Stores(
                        real.runs(),
                        real.outbox(),
                        Detour.around(Postbox.class, real.postbox(), PlantedTest::forgetful),
                        real.archive(),
                        real.grants())),
                "taken of");
    }

    private static Object forgetful(String method, Object[] arguments, Detour.Onward onward)
            throws Throwable {
        return method.equals("keep") && arguments[0] instanceof Inbound.Chose chose
                ? onward.with(
                        new Inbound.Chose(
                                new DeliveryId("slack", "again" + System.nanoTime()),
                                chose.speaker(),
                                chose.where(),
                                chose.key(),
                                chose.version(),
                                chose.choice()),
                        arguments[1])
                : onward.with(arguments);
    }

    @Test
    void a_grant_that_is_used_after_its_end_is_noticed() {
        isNoticed(
                keeping((real, commit) ->
                        with(commit, without(commit.step(), GrantChange.Revoked.class))),
                "revoked before");
    }

    @Test
    void a_grant_that_is_used_too_often_is_noticed() {
        isNoticed(
                keeping((real, commit) ->
                        with(commit, without(commit.step(), GrantChange.Used.class))),
                "left of a grant");
    }

    private static Step without(Step step, Class<? extends GrantChange> kind) {
        return altered(
                step,
                step.run(),
                step.entries(),
                step.grants().stream()
                        .filter(change -> !kind.isInstance(change))
                        .toList());
    }
}
