package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Routes;
import dev.countersign.agent.asking.Routes.Errand;
import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.engine.work.Bell;
import dev.countersign.agent.engine.work.Perseverance;
import dev.countersign.agent.run.Outbox;
import dev.countersign.agent.run.Outbox.Parcel;
import dev.countersign.agent.run.Outbox.Sent;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.QuestionKey;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Sends what is in the outbox, again and again until it has arrived or never will. */
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int AT_ONCE = 50;
    private static final int DRAIN_SECONDS = 5;
    private static final Duration SWEEP = Duration.ofSeconds(10);
    private static final Duration MARK_AGAIN = Duration.ofSeconds(1);
    private static final Duration HOLD = Duration.ofMinutes(2);

    private final Parts parts;
    private final Mover mover;
    private final Outbox outbox;
    private final Instant started;
    private final Routes routes;
    private final Map<String, ContactChannel> channels = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Sent> arrived = new ConcurrentLinkedQueue<>();
    /** Messages whose trouble was told already, while they are tried. */
    private final Set<Long> told = ConcurrentHashMap.newKeySet();

    private final ReentrantLock marking = new ReentrantLock();
    private final Bell bell;
    private final ExecutorService senders;

    Dispatcher(Parts parts, Mover mover, Outbox outbox) {
        this.parts = parts;
        this.mover = mover;
        this.outbox = outbox;
        this.started = parts.settings().clock().instant();
        this.bell = parts.settings().crew().bell(SWEEP, parts.settings().clock());
        this.senders = parts.settings().crew().hands("send");
        this.routes = new Routes(parts.workshop());
    }

    void start(List<ContactChannel> open) {
        open.forEach(channel -> channels.put(channel.name(), channel));
        bell.whenRung("dispatcher", this::work);
    }

    void wake() {
        bell.ring();
    }

    private void work() {
        if (channels.isEmpty()) {
            return;
        }
        // What arrived while the store was away is not sent again.
        mark();
        var now = parts.settings().clock().instant();
        var parcels =
                outbox.claim(new Lease(parts.settings().owner(), now.plus(HOLD)), now, AT_ONCE);
        if (!parcels.isEmpty()) {
            parts.settings().checkpoint().reached(Point.AFTER_CLAIM);
        }
        parcels.forEach(parcel -> senders.execute(() -> attempt(parcel)));
        if (parcels.size() == AT_ONCE) {
            bell.ring();
        }
    }

    private void attempt(Parcel parcel) {
        try {
            send(parcel);
        } catch (RuntimeException e) {
            LOG.error(
                    "what became of message {} could not be kept: {}; it is tried again when its"
                            + " lease ends",
                    parcel.id(),
                    e.toString());
        }
    }

    private void send(Parcel parcel) {
        var channel = channels.get(parcel.message().to().channel());
        if (channel == null) {
            outbox.dead(parcel.id(), "the channel is not open");
            return;
        }
        try {
            parts.settings().checkpoint().reached(Point.BEFORE_SEND);
            var sending = new Sending(parcel.deliveryId(), which(parcel), parcel.earlier());
            var receipt = channel.send(parcel.message(), sending);
            parts.settings().checkpoint().reached(Point.AFTER_SEND);
            arrived.add(new Sent(parcel.id(), receipt));
            told.remove(parcel.id());
            mark();
        } catch (ChannelFailure failure) {
            failed(parcel, failure);
        } catch (RuntimeException e) {
            LOG.error("{} failed in a way it did not foresee; trying again", channel.name(), e);
            retry(parcel, "unforeseen: " + e, Perseverance.pause(parcel.tries()));
        }
    }

    /** A message from before this process may have been sent by the last one, which died then. */
    private int which(Parcel parcel) {
        return parcel.tries() + (parcel.queued().isBefore(started) ? 2 : 1);
    }

    /** Whoever holds the pen marks all that have arrived meanwhile, in one commit. */
    private void mark() {
        while (!arrived.isEmpty() && marking.tryLock()) {
            var batch = new ArrayList<Sent>();
            try {
                for (var one = arrived.poll(); one != null; one = arrived.poll()) {
                    batch.add(one);
                }
                outbox.sent(batch);
                parts.settings().checkpoint().reached(Point.AFTER_SENT);
            } catch (StoreUnavailable away) {
                arrived.addAll(batch);
                bell.ringAt(parts.settings().clock().instant().plus(MARK_AGAIN));
                throw away;
            } finally {
                marking.unlock();
            }
            // The next message to the same place was held back until now.
            bell.ring();
        }
    }

    private void failed(Parcel parcel, ChannelFailure failure) {
        switch (failure.remedy()) {
            case TRY_LATER, UNKNOWN ->
                retry(
                        parcel,
                        failure.getMessage(),
                        failure.after().orElse(Perseverance.pause(parcel.tries())));
            case GIVE_UP -> {
                LOG.warn(
                        "{} refused message {} for good: {}; {}",
                        failure.channel(),
                        parcel.id(),
                        failure.getMessage(),
                        "the requester is told");
                outbox.dead(parcel.id(), failure.getMessage());
                tellRequester(parcel, failure.getMessage());
                bell.ring();
            }
        }
    }

    private void retry(Parcel parcel, String why, Duration pause) {
        var now = parts.settings().clock().instant();
        if (isOver(parcel, now)) {
            LOG.warn("message {} is of no use any more and is given up: {}", parcel.id(), why);
            outbox.dead(parcel.id(), why);
            told.remove(parcel.id());
            // What stood behind it for the same place may go now.
            bell.ring();
            return;
        }
        LOG.warn(
                "message {} to {} did not arrive: {}; try {} in {} s",
                parcel.id(),
                parcel.message().to().channel(),
                why,
                parcel.tries() + 2,
                pause.toSeconds());
        parts.settings().checkpoint().reached(Point.BEFORE_RETRY);
        outbox.retry(parcel.id(), why, now.plus(pause));
        parts.settings().checkpoint().reached(Point.AFTER_RETRY);
        bell.ringAt(now.plus(pause));
        if (Perseverance.isDueToTell(parcel, now) && told.add(parcel.id())) {
            tellRequester(parcel, why);
        }
    }

    private boolean isOver(Parcel parcel, Instant now) {
        return switch (parcel.message()) {
            case Outbound.Ask ask ->
                ask.expires().filter(end -> !now.isBefore(end)).isPresent()
                        || parts.store()
                                .load(parcel.run())
                                .flatMap(run -> run.question(ask.key()))
                                .filter(Question::open)
                                .isEmpty();
            case Outbound.Settle settle -> Perseverance.isOld(parcel, now);
            case Outbound.Tell tell -> Perseverance.isOld(parcel, now);
            case Outbound.Whisper whisper -> Perseverance.isOld(parcel, now);
            case Outbound.Progress progress -> Perseverance.isOld(parcel, now);
        };
    }

    private void tellRequester(Parcel parcel, String why) {
        if (parcel.message() instanceof Outbound.Ask ask && routes.asksSomebody(ask)) {
            parts.store()
                    .load(parcel.run())
                    .ifPresent(run -> missed(run, ask.key(), ask.to().channel(), why));
        }
    }

    /** An open question did not reach its people by this channel; a settled one needs nothing. */
    void missed(QuestionKey key, String channel, String why) {
        parts.store().asking(key).ifPresent(run -> missed(run, key, channel, why));
    }

    private void missed(Run run, QuestionKey key, String channel, String why) {
        mover.move(run, now -> now.question(key).map(q -> undelivered(now, q, channel, why)));
    }

    private RunEvent undelivered(Run run, Question q, String failed, String why) {
        var now = mover.now();
        var instead = routes.instead(
                failed, parts.agents().of(run), new Errand(run, q, Occasion.ESCALATION, now));
        return new RunEvent.Undelivered(q.key(), failed, why, instead, now);
    }

    /** Sends one message that belongs to no run, once and without a promise. */
    void sendNow(Outbound message) {
        var channel = Optional.ofNullable(channels.get(message.to().channel()));
        channel.ifPresent(c -> senders.execute(() -> {
            try {
                var id = new DeliveryId("now", "" + System.nanoTime());
                c.send(message, new Sending(id, 0, List.of()));
            } catch (ChannelFailure failure) {
                LOG.warn(
                        "{} could not answer a speaker: {}; they may ask" + " again",
                        c.name(),
                        failure.getMessage());
            }
        }));
    }

    @Override
    public void close() {
        bell.close();
        senders.shutdown();
        try {
            if (!senders.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "messages were still under way after {} s; the next start finds out",
                        DRAIN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
