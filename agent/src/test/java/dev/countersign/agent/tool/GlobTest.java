package dev.countersign.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GlobTest {
    @Test
    void a_star_stands_for_any_characters_and_nothing_else_is_special() {
        assertThat(Glob.matches("k8s_*", "k8s_scale")).isTrue();
        assertThat(Glob.matches("*", "")).isTrue();
        assertThat(Glob.matches("*_pod_*", "k8s_get_pod_logs")).isTrue();
        assertThat(Glob.matches("a*b*c", "aXbYbZc")).isTrue();
        assertThat(Glob.matches("k8s_*", "K8s_scale")).isFalse();
        assertThat(Glob.matches("k8s.scale", "k8s_scale")).isFalse();
        assertThat(Glob.matches("k8s_?", "k8s_s")).isFalse();
        assertThat(Glob.matches("", "x")).isFalse();
        assertThat(Glob.matches("scale", "k8s_scale")).isFalse();
    }

    @Test
    @Timeout(5)
    void a_pattern_of_many_stars_takes_no_longer_than_the_product_of_the_lengths() {
        assertThat(Glob.matches("*a".repeat(500) + "b", "a".repeat(5_000))).isFalse();
    }
}
