package dev.countersign.agent.engine;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Plays random histories one after the other, on both processors, and looks at each. */
public final class Histories {
    /** One of so many is played with threads; the others step by step, which costs less. */
    private static final int WITH_THREADS = 20;

    private Histories() {}

    /** As {@link #play(long, int, Supplier)}, on one processor; says what has happened. */
    public static String play(long first, int many, EngineStores stores) {
        var all = LongStream.range(first, first + many)
                .boxed()
                .flatMap(seed -> played(seed, World.on(stores)).stream());
        return new TreeMap<>(all.collect(Collectors.groupingBy(one -> one, Collectors.counting())))
                .toString();
    }

    static Map<Happening, Long> play(long first, int many, Supplier<World> world) {
        return new TreeMap<>(LongStream.range(first, first + many)
                .parallel()
                .boxed()
                .flatMap(seed -> played(seed, world.get()).stream())
                .collect(Collectors.groupingBy(one -> one, Collectors.counting())));
    }

    private static Collection<Happening> played(long seed, World world) {
        try (var sequence = new Sequence(seed, seed % WITH_THREADS == 0, world)) {
            sequence.plays();
            return Truths.holdIn(sequence);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("in the sequence -Dcountersign.seed=" + seed, e);
        }
    }
}
