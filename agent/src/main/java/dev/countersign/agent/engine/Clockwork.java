package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Ladder;
import dev.countersign.agent.asking.Routes;
import dev.countersign.agent.asking.Routes.Errand;
import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.engine.work.Bell;
import dev.countersign.agent.engine.work.Underway;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Outbox;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.agent.run.RunStore.StaleRun;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.QuestionKey;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Deadlines, reminders and escalation, leases that are kept, and runs that are due. */
final class Clockwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
    private static final Duration SWEEP = Duration.ofSeconds(10);
    /** What is due and cannot be worked on, as a row of a newer release, does not keep us busy. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private static final int AT_ONCE = 200;

    private final Parts parts;
    private final Mover mover;
    private final Routes routes;
    private final Outbox outbox;
    private final Consumer<Run> resume;
    private final Underway underway;
    private final Bell bell;
    private Instant renewed = Instant.MIN;

    Clockwork(Parts parts, Mover mover, Outbox outbox, Underway underway, Consumer<Run> resume) {
        this.outbox = outbox;
        this.parts = parts;
        this.mover = mover;
        this.routes = new Routes(parts.workshop());
        this.resume = resume;
        this.underway = underway;
        this.bell = parts.settings().crew().bell(SWEEP, parts.settings().clock());
    }

    void start() {
        bell.whenRung("clockwork", this::tick);
    }

    /** Another process may have left something. */
    void wake() {
        bell.ring();
    }

    /** A step was kept: whatever of it is due some time rings the bell then. */
    void kept(Step step, Run run) {
        if (run.phase() instanceof Phase.Thinking thinking) {
            thinking.notBefore().ifPresent(bell::ringAt);
        }
        step.run().questions().stream()
                .flatMap(question -> question.timing().next().stream())
                .forEach(bell::ringAt);
    }

    synchronized void tick() {
        var now = mover.now();
        var settings = parts.settings();
        var lease = new Lease(settings.owner(), now.plus(settings.lease()));
        renew(lease, now);
        var claimed = parts.store().claim(lease, now, AT_ONCE);
        if (!claimed.isEmpty()) {
            settings.checkpoint().reached(Point.AFTER_CLAIM);
        }
        claimed.forEach(resume);
        var due = parts.store().due(now, AT_ONCE);
        due.forEach(this::prod);
        if (claimed.size() == AT_ONCE || due.size() == AT_ONCE) {
            bell.ring();
        }
        var soonest = mover.now().plus(SHORTEST_PAUSE);
        parts.store()
                .nextDue()
                .map(next -> next.isBefore(soonest) ? soonest : next)
                .ifPresent(bell::ringAt);
    }

    /** Only what is being worked on: what was dropped is taken up when its lease ends. */
    private void renew(Lease lease, Instant now) {
        var settings = parts.settings();
        var pause = settings.lease().dividedBy(3);
        var runs = underway.runs();
        if (!renewed.plus(pause).isAfter(now)) {
            if (!runs.isEmpty()) {
                parts.store().renew(lease, runs);
                settings.checkpoint().reached(Point.AFTER_RENEW);
            }
            renewed = now;
        }
        bell.ringAt(renewed.plus(pause));
    }

    /** One question that cannot be worked on holds back no other. */
    private void prod(QuestionKey key) {
        try {
            parts.store()
                    .asking(key)
                    .ifPresent(run -> mover.move(run, r -> r.question(key).map(q -> due(r, q))));
        } catch (RuntimeException e) {
            LOG.error("question {} is due and could not be worked on; trying again", key, e);
        }
    }

    private RunEvent due(Run run, Question q) {
        var now = mover.now();
        if (q.timing().expires().filter(end -> !now.isBefore(end)).isPresent()) {
            LOG.info(
                    "run {} question {} expired; {}",
                    run.id(),
                    q.key(),
                    "its call is settled as its rule says");
            return new RunEvent.Expired(q.key(), outbox.reached(q.key(), q.places()), now);
        }
        var due = Ladder.due(q.gate(), q.timing(), now);
        var timing = Ladder.after(q.gate(), q.timing(), due.size());
        var wider = q.gate();
        for (var point : due) {
            wider = point.rung().map(wider::widened).orElse(wider);
        }
        var asks = asks(run, q.at(wider), due);
        LOG.info(
                "run {} question {} reminded, {} messages; next at {}",
                run.id(),
                q.key(),
                asks.size(),
                timing.next().map(Instant::toString).orElse("never"));
        return new RunEvent.Prodded(q.key(), timing, wider, asks, now);
    }

    /** Reminders that were missed are one reminder; every rung is climbed. */
    private List<Outbound.Ask> asks(Run run, Question q, List<Ladder.Point> due) {
        var now = mover.now();
        var asks = new ArrayList<Outbound.Ask>();
        if (due.stream().anyMatch(point -> point.rung().isEmpty())) {
            asks.addAll(routes.reminders(new Errand(run, q, Occasion.REMINDER, now)));
        }
        var climbing = new Errand(run, q, Occasion.ESCALATION, now);
        due.stream()
                .flatMap(point -> point.rung().stream())
                .map(rung -> routes.to(rung.to(), climbing))
                .forEach(asks::addAll);
        return asks;
    }

    /** A call that was left before it started is looked at again. */
    void again(Run run, Call call) {
        Effect.Look look = call.state() instanceof CallState.Cleared
                ? new Effect.Verify(call.id())
                : new Effect.Judge(call.id());
        try {
            mover.keep(run, mover.again(run, look), Optional.empty());
        } catch (StaleRun stale) {
            LOG.debug("run {} was moved by somebody else meanwhile", run.id());
        }
    }

    @Override
    public void close() {
        bell.close();
    }
}
