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

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

import java.time.Instant;

/** The row of a run itself, on which every race is decided. */
final class RunRow {
    private static final String INSERT = """
            insert into run (id, version, format, agent, requester, channel, place, started_at,
                title, origin, phase, turn, open_questions, form, due_at, claimed_by,
                audit_number, audit_hash)
            values (:id, :next, :format, :agent, :requester, :channel, :place, :started,
                :title, :origin, :phase, :turn, :open, :form, :due, :owner,
                :auditNumber, :auditHash)""";

    private static final String UPDATE = """
            update run set version = :next, format = :format, phase = :phase, turn = :turn,
                open_questions = :open, form = :form, due_at = :due, claimed_by = :owner,
                audit_number = :auditNumber, audit_hash = :auditHash<title>
            where id = :id and version = :version""";

    private static final String FIRST_WORDS = ", title = :title";

    private RunRow() {}

    /** Writes the row onto the version it was made from; 0 when that is not there any more. */
    static int write(Handle handle, Commit commit, Link audit) {
        var before = commit.before();
        var isNew = before.version() == 0;
        var hasTitle = isNew || before.counts().messages() == 0;
        var sql = isNew ? INSERT : UPDATE.replace("<title>", hasTitle ? FIRST_WORDS : "");
        var update = bound(handle.createUpdate(sql), commit, audit);
        if (hasTitle) {
            update.bind("title", IndexedText.title(title(commit.step())));
        }
        return (isNew
                        ? withOrigin(update, before.origin())
                        : update.bind("version", before.version()))
                .execute();
    }

    private static Update bound(Update update, Commit commit, Link audit) {
        var run = commit.step().run();
        var due = commit.lease().map(Lease::until).or(commit::due);
        return update.bind("id", commit.before().id())
                .bind("next", commit.before().version() + 1)
                .bind("format", Codec.FORMAT)
                .bind("phase", RunForm.word(run.phase()))
                .bind("turn", RunForm.turn(run))
                .bind("open", run.questions().size())
                .bind("form", Codec.write(RunForm.class, RunForm.of(run)))
                .bindByType("due", due.map(Moment::of).orElse(null), Instant.class)
                .bind("owner", commit.lease().map(Lease::owner).orElse(null))
                .bind("auditNumber", audit.number())
                .bind("auditHash", audit.hash());
    }

    private static Update withOrigin(Update insert, Origin origin) {
        return insert.bind("agent", IndexedText.name(origin.agent()))
                .bind("requester", IndexedText.name(origin.requester()))
                .bind("channel", IndexedText.name(origin.place().channel()))
                .bind("place", IndexedText.name(origin.place().place()))
                .bind("started", Moment.of(origin.started()))
                .bind("origin", Codec.write(Run.Origin.class, origin));
    }

    private static String title(Step step) {
        return step.said().stream()
                .filter(Message.User.class::isInstance)
                .map(said -> ((Message.User) said).text())
                .findFirst()
                .orElse("");
    }
}
