package dev.countersign.store;

import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Run.Origin;
import dev.countersign.agent.run.RunStore.Commit;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.agent.run.Step;
import dev.countersign.store.audit.AuditChain.Link;
import dev.countersign.store.form.Codec;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;
import dev.countersign.store.form.RunForm;
import dev.countersign.store.sql.Bundle;

import java.util.ArrayList;
import java.util.List;

/** The row of a run itself, on which every race is decided. */
final class RunRow {
    private RunRow() {}

    /** Adds the row onto the version it was made from; that decides the step. */
    static void write(Bundle bundle, Commit commit, Link audit) {
        var before = commit.before();
        var values = new ArrayList<>();
        if (before.version() == 0) {
            values.add(before.id());
            values.addAll(origin(before.origin()));
            values.add(Codec.write(Run.Origin.class, before.origin()));
            values.add(IndexedText.title(title(commit.step())));
            values.addAll(state(commit, audit));
            bundle.add(StepVerbs.NEW_RUN, values);
            return;
        }
        var hasTitle = before.counts().messages() == 0;
        if (hasTitle) {
            values.add(IndexedText.title(title(commit.step())));
        }
        values.addAll(state(commit, audit));
        values.addAll(List.of(before.id(), before.version()));
        bundle.add(hasTitle ? StepVerbs.RUN_AND_TITLE : StepVerbs.RUN, values);
    }

    private static List<Object> state(Commit commit, Link audit) {
        var run = commit.step().run();
        return List.of(
                commit.before().version() + 1,
                Codec.FORMAT,
                RunForm.word(run.phase()),
                RunForm.turn(run),
                run.questions().size(),
                Codec.write(RunForm.class, RunForm.of(run)),
                commit.lease().map(Lease::until).or(commit::due).map(Moment::of),
                commit.lease().map(Lease::owner),
                audit.number(),
                audit.hash());
    }

    private static List<Object> origin(Origin origin) {
        return List.of(
                IndexedText.name(origin.agent()),
                IndexedText.name(origin.requester()),
                IndexedText.name(origin.place().channel()),
                IndexedText.name(origin.place().place()),
                Moment.of(origin.started()),
                origin.parent().map(Run.Parent::root));
    }

    private static String title(Step step) {
        return step.said().stream()
                .filter(Message.User.class::isInstance)
                .map(said -> ((Message.User) said).text())
                .findFirst()
                .orElse("");
    }
}
