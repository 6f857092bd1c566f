package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.RunStore.StoreUnavailable;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One random history: people, rules, clocks, restarts and deaths, and what everybody was told. */
final class Sequence implements AutoCloseable {
    private static final int MOVES = 12;

    /** Who chose, and about which question. */
    record Promise(String person, QuestionKey key) {}

    final Workplace at;
    final CountingTool write;
    final List<String> runs = new ArrayList<>();
    /** Each choice that somebody made, and each of which they were told that it is kept. */
    final List<Promise> choices = new CopyOnWriteArrayList<>();

    final List<Promise> promises = new CopyOnWriteArrayList<>();
    /** Grants that somebody has ended, and when. */
    final Map<String, Instant> revoked = new HashMap<>();

    final List<Happening> happened = new CopyOnWriteArrayList<>();
    private final List<Inbound.Chose> clicks = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Random random;
    private final Whim whim;
    private final Optional<OneByOne> alone;

    /** With threads many things happen at once; without, the same seed is the same history. */
    Sequence(long seed, boolean threads, World world) {
        random = new Random(seed);
        whim = new Whim(random, calls);
        alone = threads ? Optional.empty() : Optional.of(new OneByOne(random));
        at = new Workplace(clock -> world.open(clock, happened), alone);
        write = CountingTool.of("change", ToolClass.WRITE);
        at.with(world.tool().apply(write));
        at.deliveries.set((int) (seed & 0x7FF) * 100_000);
        whim.settles(at);
        at.reaches("slack", Optional.empty(), "C1");
        at.reaches("email", Optional.empty(), "leads");
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
        at.under(whim.rule());
        hears();
        for (int i = 0; i < MOVES; i++) {
            settles();
            survives(this::move);
        }
        settles();
        survives(() -> at.passes(Duration.ofHours(25)));
        settles();
        // What a dead process left open has its own end, and that is a day later.
        at.passes(Duration.ofHours(25));
        allAreStill();
    }

    private void move() {
        switch (random.nextInt(18)) {
            case 0 -> at.under(whim.rule());
            case 1, 2 -> hears();
            case 3 -> at.passes(Duration.ofMinutes(random.nextInt(90)));
            case 4 -> restarts();
            case 5 -> at.engine().frontDesk().cancel(any(runs), "ana");
            case 6 -> clickTwice();
            case 7, 8 -> allAtOnce();
            case 9 -> diesSoon();
            case 10 -> whim.comesOrGoes(at);
            case 11 -> revokes();
            case 12 -> comesLate();
            case 13 -> oneOfAll();
            default -> open().ifPresent(q -> choose(any(Whim.PEOPLE), q, whim.choice(q)));
        }
    }

    /** Everybody tries the same, so that it is done where anybody may. */
    private void oneOfAll() {
        open().ifPresent(q -> {
            var choice = whim.choice(q);
            Whim.PEOPLE.forEach(p -> choose(p, q, choice));
        });
        hears();
    }

    /** What the first process was about to do is taken up when its lease is over. */
    private void restarts() {
        happened.add(Happening.RESTARTED);
        at.restarts();
        at.passes(Duration.ofSeconds(31));
    }

    /** Only where nobody waits for a thread that will not come back. */
    private void diesSoon() {
        if (alone.isPresent()) {
            at.diesAt(any(List.of(Point.values())));
            allAtOnce();
        }
    }

    /** If the process died of it, another goes on with what was kept. */
    private void survives(Runnable move) {
        try {
            move.run();
            alone.ifPresent(OneByOne::all);
        } catch (Wire.Killed | StoreUnavailable died) {
            assertThat(at.wire().isCut()).isTrue();
        }
        for (var crew = alone; crew.isPresent() && at.wire().isCut(); ) {
            happened.add(Happening.KILLED);
            crew.get().forgets();
            at.takesOver();
            crew.get().all();
        }
    }

    private void hears() {
        runs.add(at.hears("change something", any(Whim.PEOPLE)));
    }

    private void choose(String person, Question q, Choice choice) {
        var version = random.nextInt(4) == 0 ? OptionalInt.of(1) : OptionalInt.empty();
        promised(person, q, () -> at.chooses(person, q.key(), version, choice));
    }

    private void promised(String person, Question q, Supplier<Reply> choice) {
        var promise = new Promise(person, q.key());
        choices.add(promise);
        var verdict = choice.get().verdict();
        if (verdict == Verdict.RECORDED || verdict == Verdict.COUNTED) {
            promises.add(promise);
        }
    }

    private void allAtOnce() {
        open().ifPresent(q -> {
            if (alone.isPresent()) {
                Whim.PEOPLE.forEach(p -> alone.get().add(() -> yes(p, q)));
                alone.get().all();
            } else {
                CompletableFuture.allOf(Whim.PEOPLE.stream()
                                .map(p -> CompletableFuture.runAsync(
                                        () -> yes(p, q),
                                        task -> Thread.ofVirtual().start(task)))
                                .toArray(CompletableFuture[]::new))
                        .join();
            }
        });
    }

    private void yes(String person, Question q) {
        promised(person, q, () -> at.approves(person, q.key()));
    }

    /** A new click, and one from before that is delivered once more. */
    private void clickTwice() {
        open().ifPresent(q -> {
            var person = any(Whim.PEOPLE);
            choices.add(new Promise(person, q.key()));
            clicks.add(at.click("slack", "U-" + person, q.key(), whim.choice(q)));
        });
        if (!clicks.isEmpty()) {
            at.engine().inbox().accept(clicks.getLast());
            at.engine().inbox().accept(any(clicks));
            happened.add(Happening.DELIVERED_TWICE);
            // Time passes, so that what waits is older than now.
            at.passes(Duration.ofSeconds(1));
            until(this::isWorkedOff);
        }
    }

    private boolean isWorkedOff() {
        return !at.stores.postbox().oldest(at.clock.instant()).isBefore(at.clock.instant());
    }

    /** A choice about any question of any time; once it has expired, everybody asks for it. */
    private void comesLate() {
        var all = runs.stream()
                .flatMap(id -> at.stores.archive().questions(id).stream())
                .toList();
        if (!all.isEmpty() && random.nextInt(3) == 0) {
            choose(any(Whim.PEOPLE), any(all), new Choice.Approve(Optional.empty()));
        }
        all.stream()
                .filter(Sequence::isExpired)
                .findAny()
                .ifPresent(q -> Whim.PEOPLE.forEach(p -> choose(p, q, new Choice.AskAgain())));
    }

    private static boolean isExpired(Question q) {
        return q.settled().filter(how -> how.ending() == Ending.EXPIRED).isPresent();
    }

    private void revokes() {
        at.stores.grants().alive(at.clock.instant()).stream().findFirst().ifPresent(held -> {
            var id = held.grant().id();
            assertThat(at.engine().revoke(id, "li")).isTrue();
            revoked.put(id, at.clock.instant());
            at.passes(Duration.ofSeconds(1));
            runs.add(at.hears("change the same again", "ana"));
        });
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
        if (alone.isPresent()) {
            alone.get().all();
        } else {
            allAreStill();
        }
    }

    private void allAreStill() {
        until(() -> runs.stream().map(at::run).allMatch(Still::is));
    }

    private void until(BooleanSupplier condition) {
        if (alone.isPresent()) {
            alone.get().all();
            assertThat(condition.getAsBoolean() || at.wire().isCut())
                    .as("no work is left, and yet something is not at its end")
                    .isTrue();
        } else {
            Still.waits(condition);
        }
    }

    @Override
    public void close() {
        alone.ifPresent(OneByOne::all);
        at.close();
    }
}
