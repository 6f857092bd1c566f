package dev.countersign.bot.bench;

import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.engine.Feed.Stirring;
import dev.countersign.agent.engine.Feed.Subscription;
import dev.countersign.agent.engine.FrontDesk.Answer;
import dev.countersign.agent.engine.FrontDesk.Words;
import dev.countersign.agent.run.Entry;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Verdict;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Approval round trips through a whole engine: said, parked, decided, run, answered. */
final class Trips implements AutoCloseable {
    private static final int LONGEST_SECONDS = 60;
    private static final String CHANNEL = "api";

    private final Engine engine;
    private final Subscription listening;
    private final Map<String, Trip> underway = new ConcurrentHashMap<>();

    /** What is waited for in one run. */
    private record Trip(CompletableFuture<String> parked, CompletableFuture<Boolean> answered) {
        Trip() {
            this(new CompletableFuture<>(), new CompletableFuture<>());
        }
    }

    Trips(Engine engine) {
        this.engine = engine;
        this.listening = engine.feed().watchAll(this::stirred);
    }

    private void stirred(Stirring stirring) {
        if (stirring instanceof Stirring.Moved moved) {
            for (var entry : moved.entries()) {
                if (entry.kind() == Entry.Kind.ASKED) {
                    trip(moved.run()).parked().complete(entry.question().orElseThrow());
                } else if (entry.kind() == Entry.Kind.ANSWER) {
                    trip(moved.run()).answered().complete(true);
                }
            }
        }
    }

    private Trip trip(String run) {
        return underway.computeIfAbsent(run, id -> new Trip());
    }

    /** Starts a run and leaves it waiting for a person. */
    void park() {
        underway.remove(parked().run());
    }

    private Parked parked() {
        var id = UUID.randomUUID().toString();
        var words = new Words(
                Yard.AGENT,
                Yard.WORDS,
                Yard.PERSON,
                new Conversation(CHANNEL, id),
                new DeliveryId(CHANNEL, id));
        if (!(engine.frontDesk().say(words) instanceof Answer.Taken taken)) {
            throw new IllegalStateException("a run was refused; the benchmark means nothing");
        }
        var key = after(trip(taken.run()).parked());
        return new Parked(taken.run(), key);
    }

    private record Parked(String run, String key) {}

    /** A whole round trip; gives back the nanoseconds from the decision to the answer. */
    long whole() {
        var parked = parked();
        var start = System.nanoTime();
        var reply = engine.questions()
                .decide(new Chose(
                        new DeliveryId(CHANNEL, parked.key()),
                        Speaker.signedIn(Yard.PERSON, CHANNEL),
                        new Conversation(CHANNEL, parked.run()),
                        new QuestionKey(parked.key()),
                        OptionalInt.of(1),
                        new Choice.Approve(Optional.empty())));
        if (reply.verdict() != Verdict.RECORDED) {
            throw new IllegalStateException("not decided: " + reply.sentence());
        }
        after(trip(parked.run()).answered());
        underway.remove(parked.run());
        return System.nanoTime() - start;
    }

    private static <T> T after(CompletableFuture<T> happening) {
        try {
            return happening.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException broken) {
            throw new IllegalStateException("a round trip did not end", broken);
        }
    }

    @Override
    public void close() {
        listening.close();
    }
}
