package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.show.Changes;
import dev.countersign.agent.tool.kubernetes.show.Masked;
import dev.countersign.agent.tool.kubernetes.show.TextDiff;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What it costs to show a change; the figures are printed. */
class DiffCostTest {
    private static final int ROUNDS = 30;
    private static final Duration LIMIT = Duration.ofMillis(50);

    @Test
    void the_diff_of_a_long_deployment_costs_less_than_50_ms() {
        ObjectNode before = deployment("1");
        ObjectNode after = deployment("2");
        String diff = "";
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            Masked.Pair pair = Masked.pair(before, after);
            diff = TextDiff.of("web", pair.before(), pair.after());
            Changes.of("", pair.before(), pair.after());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }

        System.out.printf("diff of %d lines: %.1f ms%n", 640, best.toNanos() / 1e6);
        assertThat(diff.lines().filter(line -> line.startsWith("+ "))).hasSize(20);
        assertThat(best).isLessThan(LIMIT);
    }

    @Test
    void hostile_text_is_masked_in_linear_time() {
        String text = "a".repeat(250_000) + "password=" + "-----BEGIN ".repeat(20_000);
        long start = System.nanoTime();

        assertThat(Masked.text(text)).contains("password");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static ObjectNode deployment(String version) {
        ObjectNode deployment =
                Json.newObject().put("apiVersion", "apps/v1").put("kind", "Deployment");
        var containers = deployment.withObject("/spec/template/spec").putArray("containers");
        for (int i = 0; i < 20; i++) {
            ObjectNode container =
                    containers.addObject().put("name", "c" + i).put("image", "web:" + version);
            for (int j = 0; j < 15; j++) {
                container.withArray("env").addObject().put("name", "E" + j).put("value", "v" + j);
            }
        }
        return deployment;
    }
}
