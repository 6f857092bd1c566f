package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Ids;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.RunStore.StaleRun;
import dev.countersign.channels.DeliveryId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Starts runs, speaks to them and stops them, and answers when that is kept. */
final class Reception implements FrontDesk {
    /** The same delivery twice at once, or a busy run: more than this is an error. */
    private static final int TRIES = 50;
    /** The limit is a net; a second of starts more does no harm. */
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(1);

    private final Parts parts;
    private final Mover mover;
    private final Archive archive;
    private volatile Counted counted = new Counted(0, Instant.MIN);

    /** How many questions were open when they were last counted. */
    private record Counted(long open, Instant until) {}

    Reception(Parts parts, Mover mover, Archive archive) {
        this.parts = parts;
        this.mover = mover;
        this.archive = archive;
    }

    @Override
    public Answer say(Words words) {
        for (int i = 0; i < TRIES; i++) {
            try {
                var answer = living(words)
                        .map(run -> heard(run, words.text(), words.person(), words.delivery()))
                        .orElseGet(() -> begin(words));
                return answer instanceof Answer.Refused
                        ? before(words.delivery()).orElse(answer)
                        : answer;
            } catch (StaleRun somebodyWasFaster) {
                // Also a delivery that came before ends here: no commit consumes it twice.
                var before = before(words.delivery());
                if (before.isPresent()) {
                    return before.get();
                }
            }
        }
        return busy();
    }

    /** A place that is named after a delivery begins with it, so that nothing can be there yet. */
    private Optional<Run> living(Words words) {
        var place = words.place();
        return new DeliveryId(place.channel(), place.place()).equals(words.delivery())
                ? Optional.empty()
                : parts.store().at(place);
    }

    private Optional<Answer> before(DeliveryId delivery) {
        return parts.store().startedBy(delivery).map(Answer.Taken::new);
    }

    private Answer begin(Words words) {
        var agent = parts.workshop().catalog().agents().get(words.agent());
        if (agent == null) {
            var names = parts.workshop().catalog().agents().keySet().stream()
                    .sorted()
                    .toList();
            return new Answer.Refused(
                    Why.NO_SUCH_AGENT,
                    "There is no agent " + words.agent() + ". The agents are: " + names + ".");
        }
        if (openQuestions() >= parts.settings().openQuestions()) {
            return new Answer.Refused(
                    Why.OVER_LIMIT,
                    "More than " + parts.settings().openQuestions() + " questions are open here"
                            + " (limit openQuestions). Nothing was started.");
        }
        var origin = new Run.Origin(
                agent.name(),
                parts.agents().freeze(agent),
                words.person(),
                words.place(),
                mover.now());
        var run = Run.fresh(Ids.fresh("r_"), origin);
        return heard(run, words.text(), words.person(), words.delivery());
    }

    /** Counting all of them at every start would make a start cost what all the waiting do. */
    private long openQuestions() {
        var now = mover.now();
        var last = counted;
        if (now.isBefore(last.until())) {
            return last.open();
        }
        counted = new Counted(archive.open(), now.plus(COUNTED_EVERY));
        return counted.open();
    }

    @Override
    public Answer say(String id, String text, String person, DeliveryId delivery) {
        for (int i = 0; i < TRIES; i++) {
            var run = parts.store().load(id);
            if (run.isEmpty()) {
                return noSuchRun(id);
            }
            if (parts.store().startedBy(delivery).isPresent()) {
                return new Answer.Taken(id);
            }
            try {
                return heard(run.get(), text, person, delivery);
            } catch (StaleRun somebodyWasFaster) {
                continue;
            }
        }
        return busy();
    }

    private Answer heard(Run run, String text, String person, DeliveryId delivery) {
        if (run.phase() instanceof Phase.Closed closed) {
            return new Answer.Refused(
                    Why.CLOSED, "Run " + run.id() + " is closed: " + closed.reason());
        }
        var event = new RunEvent.Heard(text, person, mover.now());
        var kept = mover.keep(run, mover.plan(run, event), Optional.of(delivery));
        return new Answer.Taken(kept.id());
    }

    @Override
    public Answer cancel(String id, String person) {
        var run = parts.store().load(id);
        if (run.isEmpty()) {
            return noSuchRun(id);
        }
        var stopped = mover.move(
                run.get(),
                now -> now.phase() instanceof Phase.Closed
                        ? Optional.empty()
                        : Optional.of(new RunEvent.Cancelled(person, mover.now())));
        return stopped.<Answer>map(kept -> new Answer.Taken(kept.id()))
                .orElseGet(
                        () -> new Answer.Refused(Why.CLOSED, "Run " + id + " is closed already."));
    }

    private static Answer noSuchRun(String id) {
        return new Answer.Refused(Why.NO_SUCH_RUN, "There is no run " + id + ".");
    }

    private static Answer busy() {
        return new Answer.Refused(Why.NOT_READY, "The run is too busy just now. Try again.");
    }
}
