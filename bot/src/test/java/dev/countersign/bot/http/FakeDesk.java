package dev.countersign.bot.http;

import dev.countersign.agent.engine.FrontDesk;
import dev.countersign.agent.run.StoreSamples;
import dev.countersign.channels.DeliveryId;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes every word, and remembers which delivery started which run. */
final class FakeDesk implements FrontDesk {

    final List<Words> words = new CopyOnWriteArrayList<>();
    final List<String> cancelled = new CopyOnWriteArrayList<>();
    private final Map<DeliveryId, String> started = new ConcurrentHashMap<>();
    Optional<Answer> always = Optional.empty();
    Optional<RuntimeException> broken = Optional.empty();

    @Override
    public Answer say(Words said) {
        broken.ifPresent(failure -> {
            throw failure;
        });
        words.add(said);
        return always.orElseGet(() -> new Answer.Taken(
                started.computeIfAbsent(said.delivery(), d -> "r_" + (started.size() + 1))));
    }

    @Override
    public Answer say(String run, String text, String person, DeliveryId delivery) {
        words.add(new Words("", text, person, StoreSamples.PLACE, delivery));
        return always.orElseGet(() -> new Answer.Taken(run));
    }

    @Override
    public Answer cancel(String run, String person) {
        cancelled.add(run + " by " + person);
        return always.orElseGet(() -> new Answer.Taken(run));
    }
}
