package dev.countersign.channels.slack.outbound;

import dev.countersign.channels.slack.api.Messages;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.SlackReceipt;
import dev.countersign.channels.slack.api.SlackReceipt.Kind;
import dev.countersign.channels.slack.block.RunPage;
import dev.countersign.channels.slack.desk.SlackDesk;
import dev.countersign.channels.slack.desk.SlackDesk.RunView;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Edits the run cards: the newest state of each run, seldom enough for Slack. Only states between
 * are ever left out, the last one is always shown. For many threads.
 */
public final class RunCards implements AutoCloseable {
    static final Duration PER_RUN = Duration.ofSeconds(3);
    static final int A_MINUTE = 40;
    /** Words of models leave the rest to what happens. */
    static final int WORDS_A_MINUTE = 20;
    /** Last states may use what Slack allows beyond that. */
    static final int LAST_ONES_A_MINUTE = 48;

    private static final Logger LOG = LoggerFactory.getLogger(RunCards.class);
    private static final int REMEMBERED = 10_000;
    private static final int TRIES = 20;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Messages messages;
    private final SlackDesk desk;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stirred = lock.newCondition();
    private final Map<String, Frame> waiting = latest();
    private final Map<String, Instant> shown = latest();
    private final Map<String, SlackReceipt> known = latest();
    private final Map<String, Boolean> early = latest();
    private final Deque<Instant> minute = new ArrayDeque<>();
    private Instant pause = Instant.MIN;
    private boolean closed;

    public RunCards(Messages messages, SlackDesk desk, InstantSource clock) {
        this.messages = messages;
        this.desk = desk;
        this.clock = clock;
    }

    /** Forgets the oldest rather than grow. */
    private static <T> Map<String, T> latest() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    private record Frame(SlackReceipt card, String now, Worth worth, int tries) {}

    /** What is lost when a frame is left out: how many edits a minute there may be for it to go. */
    private enum Worth {
        WORDS(WORDS_A_MINUTE),
        STATE(A_MINUTE),
        LAST(LAST_ONES_A_MINUTE);

        private final int most;

        Worth(int most) {
            this.most = most;
        }
    }

    public void start() {
        Thread.ofVirtual().name("slack-run-cards").start(this::work);
    }

    /** A run has moved: its card is drawn again, if it is known here. */
    public void moved(String run) {
        stir(run, Worth.STATE);
    }

    /** The model of a run has said more. */
    public void speaking(String run) {
        stir(run, Worth.WORDS);
    }

    /** A run has come to rest, or is closed. */
    public void ended(String run) {
        stir(run, Worth.LAST);
    }

    /**
     * A run is closed. Its card may be of a process before this one or beside it, and nothing
     * more is sent that could name it, so it is looked for in Slack.
     */
    public void closed(String run) {
        show(card(run).orElseGet(() -> new SlackReceipt("", "", Kind.CARD, run)), "", Worth.LAST);
    }

    private void stir(String run, Worth worth) {
        card(run).ifPresent(card -> show(card, "", worth));
    }

    /** Also remembers who asked too early: a card that is being posted may be old already. */
    private Optional<SlackReceipt> card(String run) {
        lock.lock();
        try {
            var card = Optional.ofNullable(known.get(run));
            if (card.isEmpty()) {
                early.put(run, true);
            }
            return card;
        } finally {
            lock.unlock();
        }
    }

    /** A card is there now. */
    void posted(SlackReceipt card) {
        lock.lock();
        try {
            known.put(card.about(), card);
            if (early.remove(card.about()) == null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        show(card, "", Worth.STATE);
    }

    /** Shows this soon; with {@code last} nothing follows and it is never left out. */
    void show(SlackReceipt card, String now, boolean last) {
        show(card, now, last ? Worth.LAST : Worth.STATE);
    }

    private void show(SlackReceipt card, String now, Worth worth) {
        lock.lock();
        try {
            if (!card.ts().isEmpty()) {
                known.put(card.about(), card);
            }
            var before = waiting.get(card.about());
            var most =
                    before == null || worth.compareTo(before.worth()) > 0 ? worth : before.worth();
            waiting.put(card.about(), new Frame(card, now, most, 0));
            stirred.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is due now; says how many. */
    int flush() {
        int sent = 0;
        for (var frame = due(); frame.isPresent(); frame = due()) {
            send(frame.get());
            sent++;
        }
        return sent;
    }

    private Optional<Frame> due() {
        lock.lock();
        try {
            var now = clock.instant();
            while (!minute.isEmpty()
                    && !minute.peek().plus(Duration.ofMinutes(1)).isAfter(now)) {
                minute.poll();
            }
            if (now.isBefore(pause)) {
                return Optional.empty();
            }
            var next = waiting.values().stream()
                    .filter(frame -> minute.size() < frame.worth().most)
                    .filter(frame -> rested(frame.card().about(), now))
                    .min(Comparator.comparing(Frame::worth).reversed());
            next.ifPresent(frame -> taken(frame, now));
            return next;
        } finally {
            lock.unlock();
        }
    }

    private boolean rested(String run, Instant now) {
        var before = shown.get(run);
        return before == null || !before.plus(PER_RUN).isAfter(now);
    }

    private void taken(Frame frame, Instant now) {
        var run = frame.card().about();
        waiting.remove(run);
        minute.add(now);
        shown.remove(run);
        shown.put(run, now);
    }

    private void send(Frame frame) {
        try {
            var run = desk.run(frame.card().about());
            var card = run.isPresent() ? there(frame.card(), run.get()) : Optional.of(frame.card());
            if (run.isPresent() && card.isPresent()) {
                var page = RunPage.of(run.get(), frame.now());
                messages.update(card.get().channel(), card.get().ts(), page.draft());
            }
        } catch (SlackFault fault) {
            failed(frame, fault);
        }
    }

    private Optional<SlackReceipt> there(SlackReceipt card, RunView run) throws SlackFault {
        var home = run.where().filter(place -> Place.SLACK.equals(place.channel()));
        if (!card.ts().isEmpty() || home.isEmpty()) {
            return Optional.of(card).filter(known -> !known.ts().isEmpty());
        }
        var place = Place.of(home.get());
        return messages.labelled(place, card.mark())
                .map(ts -> new SlackReceipt(place.channel(), ts, card.kind(), card.about()));
    }

    private void failed(Frame frame, SlackFault fault) {
        if (!fault.passing() || frame.tries() >= TRIES) {
            LOG.info(
                    "slack would not edit the card of run {} ({}); it stays as it is",
                    frame.card().about(),
                    fault.code());
            return;
        }
        lock.lock();
        try {
            pause = clock.instant().plus(fault.after().orElse(PER_RUN));
            var again = new Frame(frame.card(), frame.now(), frame.worth(), frame.tries() + 1);
            waiting.putIfAbsent(frame.card().about(), again);
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (awaitWork()) {
            try {
                flush();
            } catch (RuntimeException broken) {
                LOG.warn("a run card could not be drawn; it stays as it is, others go on", broken);
            }
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                stirred.await();
            }
            if (!closed) {
                stirred.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
            return !closed;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            stirred.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
