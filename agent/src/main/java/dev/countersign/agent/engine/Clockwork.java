package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Ladder;
import dev.countersign.agent.asking.Routes;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Effect;
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
    private final Consumer<Run> resume;
    private final Bell bell = new Bell(BEAT);
    private Instant renewed = Instant.MIN;

    Clockwork(Parts parts, Mover mover, Consumer<Run> resume) {
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

    private void prod(QuestionKey key) {
        parts.store()
                .asking(key)
                .ifPresent(run -> mover.move(run, r -> r.question(key).map(q -> due(r, q))));
    }

    private RunEvent due(Run run, Question q) {
        var now = mover.now();
        if (q.timing().expires().filter(end -> !now.isBefore(end)).isPresent()) {
            LOG.info(
                    "run {} question {} expired; {}",
                    run.id(),
                    q.key(),
                    "its call is settled as its rule says");
            return new RunEvent.Expired(q.key(), true, now);
        }
        var timing = Ladder.after(q.gate(), q.timing());
        var asks = Ladder.due(q.gate(), q.timing())
                .flatMap(Ladder.Point::rung)
                .map(rung -> routes.to(rung.to(), run, q, Occasion.ESCALATION))
                .orElseGet(() -> reminders(q));
        LOG.info(
                "run {} question {} reminded, {} messages; next at {}",
                run.id(),
                q.key(),
                asks.size(),
                timing.next().map(Instant::toString).orElse("never"));
        return new RunEvent.Prodded(q.key(), timing, asks, now);
    }

    private static List<Outbound.Ask> reminders(Question q) {
        return q.places().stream()
                .map(place -> new Outbound.Ask(
                        place,
                        q.key(),
                        q.version(),
                        q.card(),
                        q.timing().expires(),
                        Optional.empty(),
                        Occasion.REMINDER))
                .toList();
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
