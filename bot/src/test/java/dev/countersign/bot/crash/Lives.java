package dev.countersign.bot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.bot.crash.Plot.Change;
import dev.countersign.bot.crash.Victim.Home;
import dev.countersign.bot.story.Oracle;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Processes that live on one folder, one after the other, and the stories they are told. */
final class Lives implements AutoCloseable {
    /** Shorter than the lease of a run: what was under way goes on at once after a start. */
    private static final Duration UNTIL_TOLD = Duration.ofSeconds(25);

    private static final Path EXAMPLE = Path.of("..", "manifests", "examples", "hitl-agent.yaml");
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int MOST_DEATHS = 4;
    private static final int LONGEST_LIFE_MILLIS = 3_000;

    private final Path folder;
    private final Home home;
    private final Oracle mind = new Oracle(Plot::lead);
    private final List<Tale> told = new ArrayList<>();
    private final Deque<String> crashes;
    private String point = "";
    private Victim bot;

    /** They are to die at these points. */
    Lives(Path folder, List<String> points) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.home = Home.onFile(folder, "manifests: [ " + manifests() + " ]");
        this.crashes = new ArrayDeque<>(points);
        start(true);
    }

    private Path manifests() throws IOException {
        var manifests = Files.createDirectory(folder.resolve("manifests"));
        Files.copy(EXAMPLE, manifests.resolve("hitl-agent.yaml"));
        Files.writeString(
                manifests.resolve("lead.yaml"), mind.manifest("mind") + """
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: %s }
                spec:
                  llmRef: { name: mind }
                  tools: [ { agent: { name: hitl-agent } } ]
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: local }
                spec: { groups: [approvers] }
                """.formatted(Plot.LEAD));
        return manifests;
    }

    /** Tells stories until each point was the end of a process. */
    void dieAtEachPoint() throws Exception {
        while (!crashes.isEmpty()) {
            assertThat(tell(MOST_DEATHS))
                    .as("points that no story passes: %s", point)
                    .isPositive();
            if (point.isEmpty() && !crashes.isEmpty()) {
                bot.kill();
                start(true);
            }
        }
        nothingIsLost();
    }

    void dieAtAnyMoment(int rounds, Random random) throws Exception {
        for (int round = 0; round < rounds; round++) {
            var after = random.nextInt(LONGEST_LIFE_MILLIS);
            var victim = bot;
            var death = CompletableFuture.runAsync(
                    victim::kill, CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS));
            tell(MOST_DEATHS);
            death.join();
            if (!bot.isAlive()) {
                start(true);
            }
        }
        nothingIsLost();
    }

    /** Starts the process, armed with the next point where that is wanted. */
    private void start(boolean armed) throws IOException {
        point = armed && !crashes.isEmpty() ? crashes.peek() : "";
        bot = Victim.start(home, point);
    }

    /**
     * Tells the stories to their end, over as many processes as it takes, and says how many died.
     * After the most that a call is tried again people would be asked, and rightly so.
     */
    private int tell(int most) throws IOException {
        var open = new ArrayList<Tale>();
        for (var plot : Plot.values()) {
            open.add(new Tale(plot, "tale-" + (told.size() + open.size())));
        }
        told.addAll(open);
        int deaths = 0;
        var latest = Instant.now().plus(UNTIL_TOLD);
        while (!open.isEmpty()) {
            if (goesOn(open)) {
                assertThat(Instant.now())
                        .as("%s is not told; %s", open, bot.log())
                        .isBefore(latest);
                LockSupport.parkNanos(PAUSE.toNanos());
            } else {
                deaths++;
                crashes.remove(point);
                start(deaths < most);
                latest = Instant.now().plus(UNTIL_TOLD);
            }
        }
        return deaths;
    }

    /** Tells a little more; false when the process has died. */
    private boolean goesOn(List<Tale> open) throws IOException {
        try {
            for (var tale : List.copyOf(open)) {
                if (tale.goOn(bot)) {
                    open.remove(tale);
                }
            }
            return true;
        } catch (Victim.Died died) {
            bot.kill();
            return false;
        }
    }

    private void nothingIsLost() throws Exception {
        for (var tale : told) {
            tale.isKeptBy(bot);
        }
        await().atMost(UNTIL_TOLD).until(() -> bot.metric("countersign_outbox_pending") == 0);
        bot.close();
        theRecordHolds();
        assertThat(changes()).isEqualTo(expected());
    }

    private Map<Change, Integer> expected() {
        var once = new HashMap<Change, Integer>();
        told.forEach(tale -> tale.plot().change(tale.name()).ifPresent(c -> once.put(c, 1)));
        return once;
    }

    private void theRecordHolds() {
        var url = "jdbc:h2:file:" + folder.resolve("data/countersign");
        try (var database = Database.open(url, "sa", "", Clock.systemUTC())) {
            assertThat(new JdbiArchive(database).verify()).isEmpty();
            assertThat(new JdbiArchive(database).open()).isZero();
        }
    }

    /** What changed in the cluster over all those lives, and how often, as the cluster tells it. */
    private Map<Change, Integer> changes() throws IOException {
        var settings = new SandboxSettings(
                0, Optional.of(folder.resolve("data/sandbox")), Clock.systemUTC());
        try (var sandbox = Sandbox.start(settings);
                var told = URI.create(sandbox.url() + "/sandbox/tally").toURL().openStream()) {
            var tally = new JsonMapper().readTree(told);
            var changes = new HashMap<Change, Integer>();
            for (var item : tally.path("items")) {
                if (item.path("changed").asInt() > 0) {
                    var change = new Change(
                            item.path("kind").asText(), item.path("name").asText());
                    changes.merge(change, item.path("changed").asInt(), Integer::sum);
                }
            }
            return changes;
        }
    }

    @Override
    public void close() {
        bot.kill();
        mind.close();
    }
}
