package dev.countersign.agent.engine;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.engine.FrontDesk.Answer;
import dev.countersign.agent.engine.FrontDesk.Words;
import dev.countersign.agent.engine.work.Bell;
import dev.countersign.agent.gate.Directory.Found;
import dev.countersign.agent.gate.reply.Meaning;
import dev.countersign.agent.run.Postbox;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Verdict;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Stores what comes in, and works it off: in one place in order, in many places at once. */
final class Intake implements Inbox, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int AT_ONCE = 100;
    private static final int DRAIN_SECONDS = 5;
    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Parts parts;
    private final Postbox postbox;
    private final Reception reception;
    private final Deciding deciding;
    private final Consumer<Outbound> answerNow;
    private final Bell bell;
    private final Map<Conversation, CompletableFuture<Void>> lines = new ConcurrentHashMap<>();
    private final ExecutorService workers;

    Intake(
            Parts parts,
            Postbox postbox,
            Reception reception,
            Deciding deciding,
            Consumer<Outbound> answerNow) {
        this.parts = parts;
        this.postbox = postbox;
        this.reception = reception;
        this.deciding = deciding;
        this.answerNow = answerNow;
        this.workers = parts.settings().crew().hands("intake");
        this.bell = parts.settings().crew().bell(SWEEP, parts.settings().clock());
    }

    @Override
    public void accept(Inbound inbound) {
        parts.settings().checkpoint().reached(Point.BEFORE_INBOX);
        if (postbox.keep(inbound, parts.settings().clock().instant())) {
            parts.settings().checkpoint().reached(Point.AFTER_INBOX);
            bell.ring();
        }
    }

    /** Another process may have left something. */
    void wake() {
        bell.ring();
    }

    void start() {
        bell.whenRung("intake", this::work);
    }

    private void work() {
        var now = parts.settings().clock().instant();
        var lease =
                new Lease(parts.settings().owner(), now.plus(parts.settings().lease()));
        var claimed = postbox.claim(lease, now, AT_ONCE);
        if (!claimed.isEmpty()) {
            parts.settings().checkpoint().reached(Point.AFTER_CLAIM);
        }
        claimed.forEach(this::queue);
        if (claimed.size() == AT_ONCE) {
            bell.ring();
        }
    }

    /** Behind whatever else is being worked off in the same place. */
    private void queue(Inbound inbound) {
        lines.compute(inbound.where(), (place, line) -> {
            var before = line == null ? CompletableFuture.<Void>completedFuture(null) : line;
            return before.thenRunAsync(() -> handle(inbound), workers);
        });
        lines.entrySet().removeIf(line -> line.getValue().isDone());
    }

    private void handle(Inbound inbound) {
        try {
            switch (inbound) {
                case Inbound.Said said -> said(said);
                case Inbound.Chose chose -> chose(chose);
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "delivery {} of {} could not be worked off; it is tried again when its"
                            + " lease ends",
                    inbound.delivery().id(),
                    inbound.delivery().channel(),
                    e);
        }
    }

    private void chose(Inbound.Chose chose) {
        var reply = deciding.decide(chose, Optional.of(chose.delivery()), true);
        // Every other answer went out with the step that kept it.
        if (reply.verdict() == Verdict.UNKNOWN) {
            whisper(chose, reply.sentence());
            postbox.done(chose.delivery());
        }
    }

    private void said(Inbound.Said said) {
        if (said.about().isPresent()) {
            replied(said, said.about().get());
            return;
        }
        switch (parts.workshop().directory().find(said.speaker())) {
            case Found.Known known -> said(said, known.person().name());
            case Found.Nobody nobody -> refused(said, nobody.instructions());
            case Found.Ambiguous ambiguous -> refused(said, ambiguous.instructions());
        }
    }

    /** A reply to a question chooses, or is asked back; it never starts or continues a run. */
    private void replied(Inbound.Said said, QuestionKey key) {
        var question = deciding.find(key);
        if (question.isEmpty()) {
            askBack(said, key, "There is no question " + key + " here.");
            return;
        }
        switch (Meaning.of(question.get().card(), said.text())) {
            case Meaning.Chosen meant ->
                chose(new Inbound.Chose(
                        said.delivery(),
                        said.speaker(),
                        said.where(),
                        key,
                        version(said.speaker()),
                        meant.choice()));
            case Meaning.Unclear unclear ->
                askBack(said, key, unclear.why() + " It changed nothing.");
        }
    }

    /** The version that the speaker had before them, where the channel knows. */
    private static OptionalInt version(Speaker speaker) {
        var shown = speaker.evidence().getOrDefault("version", "");
        return shown.matches("[0-9]{1,9}")
                ? OptionalInt.of(Integer.parseInt(shown))
                : OptionalInt.empty();
    }

    private void askBack(Inbound.Said said, QuestionKey key, String sentence) {
        answerNow.accept(
                new Outbound.Whisper(said.where(), said.speaker(), Optional.of(key), sentence));
        postbox.done(said.delivery());
    }

    private void said(Inbound.Said said, String person) {
        var agent = said.agent().orElseGet(this::onlyAgent);
        var answer =
                reception.say(new Words(agent, said.text(), person, said.where(), said.delivery()));
        if (answer instanceof Answer.Refused refused) {
            refused(said, refused.sentence());
        }
    }

    /** Where a channel does not say whom it speaks to, there must be one agent only. */
    private String onlyAgent() {
        var agents = parts.workshop().catalog().agents().keySet();
        return agents.size() == 1 ? agents.iterator().next() : "";
    }

    private void refused(Inbound.Said said, String sentence) {
        whisper(said, sentence);
        postbox.done(said.delivery());
    }

    private void whisper(Inbound inbound, String sentence) {
        answerNow.accept(new Outbound.Whisper(
                inbound.where(), inbound.speaker(), Optional.empty(), sentence));
    }

    /** What is being worked off comes to its end, so that others may stop after this. */
    @Override
    public void close() {
        bell.close();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "deliveries were still worked off after {} s; the next start does so",
                        DRAIN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
