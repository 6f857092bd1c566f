package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Consequences;
import dev.countersign.agent.gate.Directory.Found;
import dev.countersign.agent.gate.Gatekeeper;
import dev.countersign.agent.gate.Gatekeeper.Chooser;
import dev.countersign.agent.gate.Gatekeeper.Voice;
import dev.countersign.agent.gate.Judgement;
import dev.countersign.agent.gate.schema.Restored;
import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.machine.RunMachine;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore.StaleRun;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.Choice;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/** Judges choices and keeps what they decide; the first decision wins and the others are told. */
final class Deciding implements Questions {
    private static final Logger LOG = LoggerFactory.getLogger(Deciding.class);
    private static final int RACES = 100;

    private static final String HIDDEN = "What you changed still shows *** where a value is hidden."
            + " Leave that argument as it is, or write it in full. Nothing has changed.";
    private static final String ASKED_AGAIN =
            "It was asked again already. Your answer changed nothing.";
    private static final String AT_WORK =
            "The agent is at work or stopped; it can be asked again when it rests.";

    private final Parts parts;
    private final Mover mover;
    private final Archive archive;
    private final Consequences consequences;
    private final Waiting waiting;

    Deciding(Parts parts, Mover mover, Archive archive) {
        this.parts = parts;
        this.mover = mover;
        this.archive = archive;
        this.consequences = new Consequences(parts.workshop());
        this.waiting = new Waiting(parts.workshop(), archive);
    }

    @Override
    public Optional<Shown> find(QuestionKey key) {
        return archive.question(key).map(Consequences::shown);
    }

    @Override
    public List<Shown> openFor(String person) {
        return waiting.of(person, mover.now());
    }

    @Override
    public Reply decide(Chose chose) {
        return decide(chose, Optional.empty(), false);
    }

    /** {@code cause} is the stored delivery; a choice that is not taken is whispered about. */
    Reply decide(Chose chose, Optional<DeliveryId> cause, boolean whisper) {
        for (int race = 0; race < RACES; race++) {
            var run = parts.store().asking(chose.key());
            if (run.isEmpty()) {
                return new Reply(Verdict.UNKNOWN, "There is no question " + chose.key() + " here.");
            }
            try {
                return new Attempt(run.get(), chose, cause, whisper).decide();
            } catch (StaleRun stale) {
                LOG.debug("question {} a choice came second; judging it again", chose.key());
            }
        }
        throw new IllegalStateException("question " + chose.key() + " lost too many races");
    }

    /** One try to decide, on the run as it was just read. */
    private final class Attempt {
        private final Run run;
        private final Chose chose;
        private final Optional<DeliveryId> cause;
        private final boolean whisper;

        Attempt(Run run, Chose chose, Optional<DeliveryId> cause, boolean whisper) {
            this.run = run;
            this.chose = chose;
            this.cause = cause;
            this.whisper = whisper;
        }

        Reply decide() {
            if (chose.speaker().scheme().equals(Speaker.CALLBACK)) {
                var told = Gatekeeper.reported(question(), chose, mover.now());
                return judged(question(), told, vote(chose.speaker().account()));
            }
            return switch (parts.workshop().directory().find(chose.speaker())) {
                case Found.Known known ->
                    known(parts.workshop().directory().chooser(known.person()));
                case Found.Nobody nobody -> stranger(nobody.instructions());
                case Found.Ambiguous ambiguous -> stranger(ambiguous.instructions());
            };
        }

        private Reply stranger(String instructions) {
            var account = chose.speaker().scheme() + ":" + chose.speaker().account();
            return declined(account, new Judgement.NotAllowed(instructions));
        }

        private Reply known(Chooser who) {
            var question = question();
            var judged =
                    Gatekeeper.judge(question, run.origin().requester(), who, chose, mover.now());
            var judgement = able(run, question, who, judged);
            var voice = Gatekeeper.voice(question, run.origin().requester(), who, mover.now());
            var vote = vote(who.name())
                    .counted(voice.flatMap(Voice::insteadOf), question.gate().stage());
            return judgement instanceof Judgement.Edits edits
                    ? edit(question, edits, vote, who)
                    : judged(question, judgement, vote);
        }

        private Reply judged(Question question, Judgement judgement, Vote vote) {
            return switch (judgement) {
                case Judgement.Granted granted ->
                    granted.choice() instanceof Choice.AskAgain
                            ? again(question, vote, granted)
                            : keep(decided(question, granted.choice(), vote), granted);
                case Judgement.Denied denied ->
                    keep(decided(question, denied.choice(), vote), denied);
                case Judgement.NeedsMore more ->
                    keep(consequences.voted(run, parts.agents().of(run), question, vote), more);
                case Judgement.Edits edits ->
                    throw new IllegalStateException("a program edits nothing");
                case Judgement.NotAllowed j -> declined(vote.by(), j);
                case Judgement.TooLate j -> declined(vote.by(), j);
                case Judgement.AlreadyDecided j -> declined(vote.by(), j);
                case Judgement.Superseded j -> declined(vote.by(), j);
                case Judgement.Unclear j -> declined(vote.by(), j);
            };
        }

        private Judgement able(Run now, Question q, Chooser who, Judgement judgement) {
            return parts.judge().able(now, parts.agents().of(now), q, who.name(), judgement);
        }

        private RunEvent decided(Question q, Choice choice, Vote vote) {
            return consequences.decided(run, q, choice, vote, grant(q, vote.by()));
        }

        /** An expired call is put to people again while its run has nothing else in hand. */
        private Reply again(Question expired, Vote vote, Judgement judgement) {
            var calls = archive.calls(run.id());
            if (calls.stream().anyMatch(c -> RunMachine.asksAgain(c, expired))) {
                return declined(vote.by(), new Judgement.AlreadyDecided(ASKED_AGAIN));
            }
            if (!(run.phase() instanceof Phase.Resting)) {
                return declined(vote.by(), new Judgement.Unclear(AT_WORK));
            }
            return calls.stream()
                    .filter(c -> c.id().equals(expired.call()))
                    .findFirst()
                    .map(call -> keep(new RunEvent.AskedAgain(expired, call, vote), judgement))
                    .orElseThrow();
        }

        private Optional<Grant> grant(Question q, String by) {
            return chose.choice() instanceof Choice.Approve approve
                    ? approve.grant().flatMap(wish -> parts.judge()
                            .grant(run, parts.agents().of(run), q, wish, by, mover.now()))
                    : Optional.empty();
        }

        private Question question() {
            return run.question(chose.key())
                    .or(() -> archive.question(chose.key()).map(Archive.Asked::question))
                    .orElseThrow();
        }

        private Reply keep(RunEvent event, Judgement judgement) {
            var step = mover.plan(run, event);
            return keep(step, askedAgain(step).orElse(judgement));
        }

        /** A yes is kept and yet starts nothing, where the rules have become stricter meanwhile. */
        private Optional<Judgement> askedAgain(Step step) {
            var before = run.question(chose.key()).map(Question::version).orElse(0);
            return step.run()
                    .question(chose.key())
                    .filter(q -> q.version() > before)
                    .map(q -> new Judgement.NeedsMore(
                            q.gate().approvers().needed(), Gatekeeper.askedAgain(q)));
        }

        private Reply keep(Step step, Judgement judgement) {
            mover.keep(run, step, cause);
            LOG.info(
                    "run {} question {} {} by {} ({}, {}); the run goes on",
                    run.id(),
                    chose.key(),
                    judgement.verdict(),
                    chose.speaker().account(),
                    chose.where().channel(),
                    chose.speaker().assurance());
            return new Reply(judgement.verdict(), judgement.sentence());
        }

        /** An edit is a new version of the question, and the editor's yes where the rule allows. */
        private Reply edit(Question q, Judgement.Edits edits, Vote vote, Chooser who) {
            var arguments = run.call(q.call())
                    .flatMap(c -> Restored.over(c.arguments(), edits.choice().arguments()));
            if (arguments.isEmpty()) {
                return declined(who.name(), new Judgement.Unclear(HIDDEN));
            }
            var edited = mover.plan(run, new RunEvent.Edited(q.key(), arguments.get(), vote));
            var next = edited.run().question(q.key());
            if (next.isEmpty()) {
                return declined(
                        who.name(), new Judgement.Unclear(Consequences.refusal(edited, q.call())));
            }
            var voice = Gatekeeper.voice(next.get(), run.origin().requester(), who, mover.now());
            var yes = voice.map(v -> able(
                            edited.run(),
                            next.get(),
                            who,
                            Gatekeeper.yes(next.get(), edits.choice(), v)))
                    .filter(Judgement::isYes);
            if (yes.isEmpty()) {
                var sentence = "The arguments are changed; version "
                        + next.get().version() + " waits for another person.";
                return keep(edited, new Judgement.NeedsMore(1, sentence));
            }
            var own = vote.counted(voice.get().insteadOf(), next.get().gate().stage());
            var event = yes.get() instanceof Judgement.Granted
                    ? decided(next.get(), edits.choice(), own)
                    : consequences.voted(edited.run(), parts.agents().of(run), next.get(), own);
            return keep(mover.plan(edited, event), yes.get());
        }

        /** Nothing changes but the record; whoever came by a channel is answered in private. */
        private Reply declined(String by, Judgement judgement) {
            Optional<Outbound.Whisper> answer = whisper && !isRepeated(by, judgement)
                    ? Optional.of(new Outbound.Whisper(
                            chose.where(),
                            chose.speaker(),
                            Optional.of(chose.key()),
                            judgement.sentence()))
                    : Optional.empty();
            var event = new RunEvent.Declined(
                    chose.key(), vote(by), judgement.verdict().name(), answer);
            mover.keep(run, mover.plan(run, event), cause);
            return new Reply(judgement.verdict(), judgement.sentence());
        }

        private boolean isRepeated(String by, Judgement judgement) {
            return judgement instanceof Judgement.AlreadyDecided
                    && Consequences.isRepeated(question(), by, chose.choice());
        }

        private Vote vote(String by) {
            return new Vote(
                    by,
                    chose.where().channel(),
                    chose.speaker().assurance(),
                    chose.speaker().evidence(),
                    mover.now(),
                    Consequences.reason(chose.choice()));
        }
    }
}
