package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Ladder;
import dev.countersign.agent.asking.Routes;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Effect;
import dev.countersign.agent.run.Outbox;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.agent.run.RunStore.StaleRun;
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
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final int AT_ONCE = 200;

    private final Parts parts;
    private final Mover mover;
    private final Routes routes;
    private final Outbox outbox;
    private final Consumer<Run> resume;
    private final Bell bell = new Bell(BEAT);
    private Instant renewed = Instant.MIN;

    Clockwork(Parts parts, Mover mover, Outbox outbox, Consumer<Run> resume) {
        this.outbox = outbox;
        this.parts = parts;
        this.mover = mover;
        this.routes = new Routes(parts.workshop());
        this.resume = resume;
    }

    void start() {
        bell.ring();
        bell.whenRung("clockwork", this::tick);
    }

    synchronized void tick() {
        var now = mover.now();
        var settings = parts.settings();
        var lease = new Lease(settings.owner(), now.plus(settings.lease()));
        if (renewed.plus(settings.lease().dividedBy(3)).isBefore(now)) {
            parts.store().renew(lease);
            renewed = now;
        }
        parts.store().claim(lease, now, AT_ONCE).forEach(resume);
        parts.store().due(now, AT_ONCE).forEach(this::prod);
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
        var asks = asks(run, q, due);
        LOG.info(
                "run {} question {} reminded, {} messages; next at {}",
                run.id(),
                q.key(),
                asks.size(),
                timing.next().map(Instant::toString).orElse("never"));
        return new RunEvent.Prodded(q.key(), timing, asks, now);
    }

    /** Reminders that were missed are one reminder; every rung is climbed. */
    private List<Outbound.Ask> asks(Run run, Question q, List<Ladder.Point> due) {
        var asks = new ArrayList<Outbound.Ask>();
        if (due.stream().anyMatch(point -> point.rung().isEmpty())) {
            asks.addAll(routes.reminders(run, q));
        }
        due.stream()
                .flatMap(point -> point.rung().stream())
                .map(rung -> routes.to(rung.to(), run, q, Occasion.ESCALATION))
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
