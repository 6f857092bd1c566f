package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Sixty-four runs think at once, and nobody else waits for them. What they cost is measured on a
 * server in a process of its own, with {@code -Dcountersign.many=true}, or {@code =launcher} for
 * one that {@code bot/countersign} has started for the second time.
 */
class ManyRunsStory {
    private static final Duration THINKING = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TURNS = 2;
    private static final int ROUNDS = 12;
    private static final int WARM = 6;
    private static final int RUNS = 64;
    private static final int CORES = 2;
    /** Of what two cores could do in the time that the model thinks for one run. */
    private static final double MOST = 0.4;

    /** It answers nobody before one more than all of them has asked. */
    private static final SlowModel patient = SlowModel.together(RUNS + 1, LIMIT);

    @RegisterExtension
    static final House house = House.with("ana").manifest(patient.manifest());

    private final ApiCaller ana = house.api("ana");

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        patient.close();
    }

    @Test
    void sixty_four_runs_wait_for_their_model_at_once_and_nobody_waits_for_them() {
        var runs = IntStream.range(0, RUNS).mapToObj(i -> asks(ana)).toList();
        await().atMost(LIMIT).until(() -> patient.now() == RUNS);

        assertThat(ana.answer(ana.asks("list the pods"))).isNotEmpty();
        assertThat(ana.get("/api/v1/questions").status()).isEqualTo(200);
        assertThat(patient.now()).isEqualTo(RUNS);

        var last = asks(ana);
        runs.forEach(run -> awaitAnswer(ana, run));
        awaitAnswer(ana, last);
    }

    @Test
    @EnabledIfSystemProperty(named = "countersign.many", matches = "true|launcher")
    void they_take_less_than_two_fifths_of_two_cores_also_with_the_rounds_when_all_is_cold()
            throws Exception {
        try (var model = SlowModel.thinking(THINKING)) {
            var config = configuration(model);
            boolean launched = System.getProperty("countersign.many").equals("launcher");
            if (launched) {
                try (var first = OwnProcess.ofLauncher(config, folder)) {
                    rounds("first start", first, model);
                }
            }
            try (var server = launched
                    ? OwnProcess.ofLauncher(config, folder)
                    : OwnProcess.ofClasses(config)) {
                var shares = rounds(launched ? "second start" : "server", server, model);
                assertThat(mean(shares)).isLessThan(MOST);
                assertThat(mean(shares.subList(WARM, ROUNDS))).isLessThan(MOST);
            }
        }
    }

    /** The share of each round: a busy machine takes longer for one, and not more of itself. */
    private List<Double> rounds(String what, OwnProcess server, SlowModel model)
            throws IOException, InterruptedException, ExecutionException {
        var caller = new ApiCaller(HttpClient.newHttpClient(), server::url, House.token("ana"));
        var shares = new ArrayList<Double>();
        for (int i = 0; i < ROUNDS; i++) {
            var before = server.processor();
            long start = System.nanoTime();
            round(caller);
            var took = Duration.ofNanos(System.nanoTime() - start);
            var cost = server.processor().minus(before);
            shares.add(cost.toNanos() / (double) THINKING.toNanos() / TURNS / CORES);
            System.out.printf(
                    "%s, round %d of %d runs: %d ms of processor, %.0f %% of two cores while the"
                            + " model thinks (%d ms), %.0f %% of the round (%d ms); %d MB"
                            + " resident, most at once %d%n",
                    what,
                    i + 1,
                    RUNS,
                    cost.toMillis(),
                    shares.getLast() * 100,
                    THINKING.toMillis() * TURNS,
                    cost.toNanos() * 100.0 / took.toNanos() / CORES,
                    took.toMillis(),
                    server.resident(),
                    model.most());
        }
        System.out.printf(
                "%s: %.0f %% over all rounds, %.0f %% from round %d on%n",
                what, mean(shares) * 100, mean(shares.subList(WARM, ROUNDS)) * 100, WARM + 1);
        return shares;
    }

    private static double mean(List<Double> shares) {
        return shares.stream().mapToDouble(share -> share).average().orElseThrow();
    }

    private static void round(ApiCaller caller) throws InterruptedException, ExecutionException {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = IntStream.range(0, RUNS)
                    .mapToObj(i -> callers.submit(() -> asks(caller)))
                    .toList();
            for (var asked : asking) {
                awaitAnswer(caller, asked.get());
            }
        }
    }

    private static String asks(ApiCaller caller) {
        return caller.asks("slow", "list the pods");
    }

    private static void awaitAnswer(ApiCaller caller, String run) {
        await().atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> caller.run(run).path("answer").asText().equals("There are pods."));
    }

    private Path configuration(SlowModel model) throws IOException {
        Files.writeString(folder.resolve("agent.yaml"), model.manifest() + """
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: ana }
                spec: { emails: [ana@example.com] }
                """);
        return Files.writeString(
                folder.resolve("countersign.yaml"), """
                data: %1$s/data
                http: { port: 0 }
                store: { url: "jdbc:h2:file:%1$s/data/countersign" }
                manifests: [ %1$s/agent.yaml ]
                api: { tokens: [ { name: ana, value: %2$s, person: ana } ] }
                """.formatted(folder, House.token("ana")));
    }
}
