package dev.countersign.bot.console;

import dev.countersign.agent.asking.Lineage;
import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.engine.Feed;
import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.web.desk.RunView;
import dev.countersign.channels.web.desk.RunView.CallView;
import dev.countersign.channels.web.desk.RunView.Line;
import dev.countersign.channels.web.desk.RunView.Outcome;
import dev.countersign.channels.web.desk.RunView.Recorded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts the page of a run together: transcript, calls in their places, questions, the record. */
final class RunPages {
    /** What of an entry is shown, in this order. */
    private static final List<String> DETAILS = List.of(
            "ending",
            "judgement",
            "rule",
            "reason",
            "why",
            "what",
            "try",
            "model",
            "tokensIn",
            "tokensOut",
            "cost",
            "notes");

    private final Engine.Stores stores;
    private final Feed feed;

    RunPages(Engine.Stores stores, Feed feed) {
        this.stores = stores;
        this.feed = feed;
    }

    RunView page(Run run) {
        var origin = run.origin();
        return new RunView(
                run.id(),
                origin.agent(),
                origin.requester(),
                origin.place(),
                origin.started(),
                phase(run.phase()),
                run.phase() instanceof Phase.Closed closed ? closed.reason() : "",
                lines(run),
                record(run),
                origin.parent().map(Run.Parent::run));
    }

    private static RunView.Phase phase(Phase phase) {
        return switch (phase) {
            case Phase.Thinking thinking -> RunView.Phase.THINKING;
            case Phase.Acting acting -> RunView.Phase.ACTING;
            case Phase.Resting resting -> RunView.Phase.RESTING;
            case Phase.Closed closed -> RunView.Phase.CLOSED;
        };
    }

    private List<Line> lines(Run run) {
        var calls = stores.archive().calls(run.id());
        var questions = stores.archive().questions(run.id());
        var children = children(run);
        var lines = new ArrayList<Line>();
        int turn = 0;
        for (Message message : stores.runs().messages(run.id(), 0)) {
            switch (message) {
                case Message.User user ->
                    lines.add(new Line.Human(user.by(), Masking.text(user.text())));
                case Message.Assistant assistant -> {
                    turn++;
                    if (!assistant.text().isBlank()) {
                        lines.add(new Line.Agent(Masking.text(assistant.text())));
                    }
                    int now = turn;
                    calls.stream()
                            .filter(c -> c.turn() == now)
                            .forEach(c ->
                                    lines.add(new Line.Called(call(run, c, questions, children))));
                }
                case Message.Result result -> {
                    // Shown with its call.
                }
            }
        }
        if (run.phase() instanceof Phase.Acting acting) {
            acting.heard()
                    .forEach(h -> lines.add(new Line.Waiting(h.by(), Masking.text(h.text()))));
        }
        return lines;
    }

    private List<String> children(Run run) {
        return stores.archive().family(run.root(), Lineage.FAMILY_RUNS).stream()
                .map(Archive.Line::id)
                .toList();
    }

    private CallView call(Run run, Call call, List<Question> questions, List<String> children) {
        return new CallView(
                call.id(),
                call.tool(),
                Masking.text(call.arguments()),
                call.edited()
                        ? Optional.of(Masking.text(call.proposal().arguments()))
                        : Optional.empty(),
                call.binding().digest(),
                state(call.state()),
                note(call.state()) + progress(run, call),
                outcome(call.state()),
                questions.stream()
                        .filter(q -> q.call().equals(call.id()))
                        .map(q -> shown(run, q))
                        .toList(),
                Optional.of(run.child(call.id())).filter(children::contains));
    }

    private static Shown shown(Run run, Question q) {
        return new Shown(
                q.key(),
                q.version(),
                run.id(),
                run.origin().agent(),
                q.card(),
                q.timing().opened(),
                q.timing().expires(),
                q.settled());
    }

    private static RunView.State state(CallState state) {
        return switch (state) {
            case CallState.Proposed s -> RunView.State.PROPOSED;
            case CallState.Gated s -> RunView.State.GATED;
            case CallState.Cleared s -> RunView.State.CLEARED;
            case CallState.Started s -> RunView.State.STARTED;
            case CallState.Done s -> RunView.State.DONE;
            case CallState.Refused s -> RunView.State.REFUSED;
            case CallState.Lost s -> RunView.State.LOST;
            case CallState.Delegated s -> RunView.State.DELEGATED;
        };
    }

    private String progress(Run run, Call call) {
        return feed.working(run.id(), call.id())
                .map(text -> "; " + Masking.text(text))
                .orElse("");
    }

    private static String note(CallState state) {
        return switch (state) {
            case CallState.Cleared cleared -> by(cleared.by());
            case CallState.Started started ->
                by(started.by()) + (started.attempt() > 1 ? ", attempt " + started.attempt() : "");
            case CallState.Done done -> done.by().map(RunPages::by).orElse("answered by people");
            case CallState.Refused refused -> Masking.text(refused.told());
            case CallState.Lost lost -> Masking.text(lost.known());
            case CallState.Delegated delegated -> "handed to " + delegated.to();
            case CallState.Proposed s -> "";
            case CallState.Gated s -> "";
        };
    }

    private static String by(Clearance by) {
        return switch (by) {
            case Clearance.ByRule rule -> "allowed by rule " + rule.rule();
            case Clearance.ByDecision decision -> "approved by " + decision.by();
            case Clearance.ByGrant grant -> "cleared by a grant of " + grant.by();
        };
    }

    private static Optional<Outcome> outcome(CallState state) {
        return state instanceof CallState.Done done
                ? Optional.of(new Outcome(
                        Masking.text(done.outcome().text()), done.outcome().error()))
                : Optional.empty();
    }

    private List<Recorded> record(Run run) {
        return stores.archive().record(run.id(), 1).stream()
                .map(RunPages::recorded)
                .toList();
    }

    private static Recorded recorded(Archive.Recorded line) {
        var entry = line.entry();
        return new Recorded(
                entry.at(),
                entry.by().orElse(""),
                entry.details().getOrDefault("channel", ""),
                what(entry));
    }

    /** The kind in a word, what it was about, and the details that tell it from others. */
    private static String what(Entry entry) {
        var words = new StringBuilder(entry.kind().name().toLowerCase(Locale.ROOT));
        entry.call().ifPresent(call -> words.append(' ').append(call));
        Optional.ofNullable(entry.details().get("tool"))
                .ifPresent(tool -> words.append(' ').append(tool));
        entry.question().ifPresent(key -> words.append(", question ").append(key));
        for (var detail : DETAILS) {
            Optional.ofNullable(entry.details().get(detail)).ifPresent(text -> words.append(", ")
                    .append(detail)
                    .append(' ')
                    .append(Masking.text(text)));
        }
        return words.toString();
    }
}
