package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;

import dev.countersign.agent.engine.Sequence.Promise;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.tool.Invocation;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Random histories, and what must hold in all of them. A failure names its seed; run that one again
 * with {@code -Dcountersign.seed=N}, and more with {@code -Dcountersign.sequences=N}.
 */
class SequencesTest {
    private static final int SEQUENCES = Integer.getInteger("countersign.sequences", 1_000);
    /** CLEARED is a grant here, for no rule lets anything through. */
    private static final Set<Kind> EVERYTHING = Set.of(
            Kind.CLEARED,
            Kind.VOTED,
            Kind.DECIDED,
            Kind.DECLINED,
            Kind.EDITED,
            Kind.EXPIRED,
            Kind.PRODDED,
            Kind.MOVED,
            Kind.CLOSED);

    private static final int ENOUGH_FOR_ALL = 1_000;

    private static final Set<Kind> KEPT = Set.of(Kind.DECIDED, Kind.VOTED, Kind.EDITED);

    @Test
    void whatever_people_do_nothing_runs_without_exactly_its_approval() {
        long first = Long.getLong("countersign.seed", System.nanoTime());
        int many = Long.getLong("countersign.seed") == null ? SEQUENCES : 1;
        Set<Kind> seen = ConcurrentHashMap.newKeySet();
        var begun = System.nanoTime();
        var used = cpu();
        LongStream.range(first, first + many).parallel().forEach(seed -> seen.addAll(plays(seed)));
        System.out.printf(
                "%d sequences in %d ms, %.1f ms of processor each%n",
                many, (System.nanoTime() - begun) / 1_000_000, (cpu() - used) / 1e6 / many);
        // Few sequences may miss a rare happening by chance, which says nothing about the engine.
        if (many >= ENOUGH_FOR_ALL) {
            assertThat(seen).as("what has happened at all").containsAll(EVERYTHING);
        }
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Plays one history, and says what kinds of things happened in it. */
    private static Set<Kind> plays(long seed) {
        try (var sequence = new Sequence(seed)) {
            sequence.plays();
            holds(sequence);
            return sequence.runs.stream()
                    .flatMap(run -> sequence.at.stores.archive().record(run, 1).stream())
                    .map(line -> line.entry().kind())
                    .collect(Collectors.toSet());
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("in the sequence -Dcountersign.seed=" + seed, e);
        }
    }

    private static void holds(Sequence s) {
        var ran = s.write.ran.stream()
                .collect(Collectors.toMap(Invocation::key, Function.identity()));
        assertThat(ran).hasSameSizeAs(s.write.ran);
        var kept = new ArrayList<Entry>();
        for (var run : s.runs) {
            assertThat(s.at.run(run).questions()).isEmpty();
            assertThat(s.at.run(run).phase())
                    .isInstanceOfAny(Phase.Resting.class, Phase.Closed.class);
            var record = s.at.stores.archive().record(run, 1).stream()
                    .map(Archive.Recorded::entry)
                    .toList();
            kept.addAll(record);
            oneEndForEachVersion(record);
            nobodyCountsTwice(record);
            s.at.calls(run).forEach(call -> {
                var started = of(Kind.STARTED, call.id(), record);
                var invocation = ran.get(run + "/" + call.id());
                assertThat(started).hasSize(invocation == null ? 0 : 1);
                if (invocation != null) {
                    assertThat(invocation.arguments()).isEqualTo(call.arguments());
                    approved(started.getFirst(), call.id(), record);
                }
            });
        }
        everyPromiseIsKept(s.promises, kept);
    }

    private static List<Entry> of(Kind kind, String call, List<Entry> record) {
        return record.stream()
                .filter(e -> e.kind() == kind && e.call().filter(call::equals).isPresent())
                .toList();
    }

    /** By the last decision about it, of the very bytes that ran, or by a grant. */
    private static void approved(Entry started, String call, List<Entry> record) {
        var decided = of(Kind.DECIDED, call, record);
        var granted = of(Kind.CLEARED, call, record);
        if (decided.isEmpty()) {
            assertThat(granted).singleElement().satisfies(e -> assertThat(e.details())
                    .containsKey("grant"));
        } else {
            assertThat(granted).isEmpty();
            assertThat(decided.getLast().details())
                    .containsEntry("ending", "APPROVED")
                    .containsEntry("digest", started.details().get("digest"));
        }
    }

    private static void oneEndForEachVersion(List<Entry> record) {
        var ends = record.stream()
                .filter(e -> e.kind() == Kind.DECIDED)
                .map(e -> e.question().orElseThrow() + " " + e.details().get("version"))
                .toList();
        assertThat(ends).doesNotHaveDuplicates();
        var expired = record.stream()
                .filter(e -> e.kind() == Kind.EXPIRED)
                .map(e -> e.question().orElseThrow())
                .toList();
        assertThat(expired).doesNotHaveDuplicates();
    }

    /** Follows each question from one version to the next, and counts the people of its yes. */
    private static void nobodyCountsTwice(List<Entry> record) {
        Map<String, Set<String>> yes = new HashMap<>();
        Map<String, Integer> needed = new HashMap<>();
        for (var entry : record) {
            var key = entry.question().orElse("");
            switch (entry.kind()) {
                case ASKED -> {
                    yes.put(key, new HashSet<>());
                    var approvers = entry.details().get("approvers");
                    needed.put(
                            key,
                            Pattern.compile("needed (\\d+)")
                                    .matcher(approvers)
                                    .results()
                                    .mapToInt(m -> Integer.parseInt(m.group(1)))
                                    .sum());
                }
                case VOTED ->
                    assertThat(yes.get(key).add(entry.by().orElseThrow())).isTrue();
                case DECIDED -> {
                    if (entry.details().get("ending").equals("APPROVED")) {
                        assertThat(yes.get(key).add(entry.by().orElseThrow())).isTrue();
                        assertThat(yes.get(key)).hasSize(needed.get(key));
                    }
                }
                default -> assertThat(entry.kind()).isNotNull();
            }
        }
    }

    private static void everyPromiseIsKept(List<Promise> promises, List<Entry> record) {
        var counts = promises.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        counts.forEach((promise, count) -> assertThat(record.stream()
                        .filter(e -> KEPT.contains(e.kind()))
                        .filter(e -> e.by().filter(promise.person()::equals).isPresent())
                        .filter(e -> e.question()
                                .filter(promise.key().value()::equals)
                                .isPresent()))
                .as(promise.toString())
                .hasSizeGreaterThanOrEqualTo(count.intValue()));
    }
}
