package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.Rule.GrantTerms;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Choice.GrantWish;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One random history: people, rules, clocks and restarts, and what everybody was told. */
final class Sequence implements AutoCloseable {
    private static final List<String> PEOPLE = List.of("ana", "dana", "li", "mo");
    private static final int MOVES = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_NANOS = 20_000;

    /** That somebody was told that their choice is kept. */
    record Promise(String person, QuestionKey key) {}

    final Workplace at = new Workplace();
    final CountingTool write = at.with(CountingTool.of("change", ToolClass.WRITE));
    final List<String> runs = new ArrayList<>();
    final List<Promise> promises = new CopyOnWriteArrayList<>();
    private final List<Inbound.Chose> clicks = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Random random;

    Sequence(long seed) {
        random = new Random(seed);
        at.person("mo", "approvers");
        at.person("dana", "approvers");
        at.reaches("slack", Optional.empty(), "C1");
        at.thinks(prompt -> prompt.messages().getLast() instanceof Message.User
                ? Workplace.calls(proposals())
                : Workplace.says("Done."));
    }

    private Message.Proposal[] proposals() {
        int many = 1 + calls.get() % 2;
        var proposals = new Message.Proposal[many];
        for (int i = 0; i < many; i++) {
            var n = calls.incrementAndGet();
            proposals[i] = Workplace.call("change", "{\"n\":" + n + ",\"in\":" + n % 2 + "}");
        }
        return proposals;
    }

    void plays() {
        newRules();
        hears();
        for (int i = 0; i < MOVES; i++) {
            move();
            settles();
        }
        at.passes(Duration.ofHours(25));
        settles();
    }

    private void move() {
        switch (random.nextInt(14)) {
            case 0 -> newRules();
            case 1, 2 -> hears();
            case 3 -> at.passes(Duration.ofMinutes(random.nextInt(90)));
            case 4 -> restarts();
            case 5 -> at.engine().frontDesk().cancel(any(runs), "ana");
            case 6 -> clickTwice();
            case 7, 8 -> allAtOnce();
            default -> open().ifPresent(q -> choose(any(PEOPLE), q, choice()));
        }
    }

    /** What the first process was about to do is taken up when its lease is over. */
    private void restarts() {
        at.restarts();
        at.passes(Duration.ofSeconds(31));
    }

    private void newRules() {
        var people = new HashSet<String>();
        PEOPLE.stream().filter(p -> random.nextInt(3) > 0).forEach(people::add);
        var named = new Named(
                people, Set.of("approvers"), false, random.nextInt(3) == 0, 1 + random.nextInt(2));
        var schedule = new Schedule(
                List.of(Duration.ofMinutes(20)),
                List.of(),
                Optional.of(Duration.ofMinutes(30 + random.nextInt(300))),
                OnExpiry.REJECT);
        var plain = Rules.changes("r" + random.nextInt(3)).by(named).timed(schedule);
        var rule = random.nextInt(4) == 0 ? plain.inTurn("approvers", "oncall") : plain;
        at.under(
                random.nextBoolean()
                        ? rule.granting(new GrantTerms(Duration.ofMinutes(60), 2))
                                .rule()
                        : rule.rule());
    }

    private void hears() {
        runs.add(at.hears("change something", any(PEOPLE)));
    }

    private Choice choice() {
        return switch (random.nextInt(10)) {
            case 8 -> new Choice.AskAgain();
            case 9 -> new Choice.BreakGlass("it burns");
            case 0 -> new Choice.Reject(Optional.of("no"));
            case 1 -> new Choice.Edit("{\"n\":" + -calls.incrementAndGet() + "}", Optional.empty());
            case 2 -> new Choice.Answer(List.of());
            case 3 -> new Choice.Approve(Optional.empty(), Optional.of(wish()));
            default -> new Choice.Approve(Optional.empty());
        };
    }

    private GrantWish wish() {
        var same = random.nextBoolean() ? Set.of("in") : Set.<String>of();
        return new GrantWish(random.nextBoolean(), Optional.empty(), OptionalInt.empty(), same);
    }

    private void choose(String person, Question q, Choice choice) {
        var version = random.nextInt(4) == 0 ? OptionalInt.of(1) : OptionalInt.empty();
        var reply = at.chooses(person, q.key(), version, choice);
        if (reply.verdict() == Verdict.RECORDED || reply.verdict() == Verdict.COUNTED) {
            promises.add(new Promise(person, q.key()));
        }
    }

    private void allAtOnce() {
        open().ifPresent(q -> {
            var all = PEOPLE.stream()
                    .map(p -> CompletableFuture.runAsync(
                            () -> yes(p, q), task -> Thread.ofVirtual().start(task)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all).join();
        });
    }

    private void yes(String person, Question q) {
        var verdict = at.approves(person, q.key()).verdict();
        if (verdict == Verdict.RECORDED || verdict == Verdict.COUNTED) {
            promises.add(new Promise(person, q.key()));
        }
    }

    /** A new click, and one from before that is delivered once more. */
    private void clickTwice() {
        open().ifPresent(q -> clicks.add(at.click("slack", "U-" + any(PEOPLE), q.key(), choice())));
        if (!clicks.isEmpty()) {
            at.engine().inbox().accept(clicks.getLast());
            at.engine().inbox().accept(any(clicks));
            // Time passes, so that what waits is older than now.
            at.passes(Duration.ofSeconds(1));
            until(this::isWorkedOff);
        }
    }

    private boolean isWorkedOff() {
        return !at.stores.postbox().oldest(at.clock.instant()).isBefore(at.clock.instant());
    }

    private Optional<Question> open() {
        var all = runs.stream().flatMap(id -> at.run(id).questions().stream()).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(any(all));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Nothing is under way any more: every run waits for people, rests or is closed. */
    private void settles() {
        until(() -> runs.stream().map(at::run).allMatch(Sequence::isStill));
    }

    /** Looks often, for thousands of sequences wait; gives up after a while. */
    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private static boolean isStill(Run run) {
        return !(run.phase() instanceof Phase.Thinking)
                && run.calls().stream()
                        .allMatch(c -> c.state() instanceof CallState.Gated
                                || c.state().over());
    }

    @Override
    public void close() {
        at.close();
    }
}
