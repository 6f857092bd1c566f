package dev.countersign.bot.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.manifest.FileCatalog;
import dev.countersign.agent.catalog.manifest.Sources;
import dev.countersign.agent.gate.cel.CelConditions;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.bot.meters.Meters;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files that install the server fit it, and give it no more than it needs. With
 * {@code -Dinstall=write} the one file is written anew.
 */
@Timeout(60)
class InstallTest {

    private static final Pattern OUR_METRIC =
            Pattern.compile("\\b(?:agent|countersign)_[a-z_]*[a-z]\\b(?=[\\[{()\\s]|$)");

    @Test
    void the_one_file_is_what_the_base_says() throws Exception {
        if ("write".equals(System.getProperty("install"))) {
            Files.writeString(Installation.ONE_FILE, Installation.joined());
        }
        assertThat(Installation.text(Installation.ONE_FILE)).isEqualTo(Installation.joined());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base/config.yaml", "overlays/ha/config.yaml"})
    void the_settings_are_understood(String file, @TempDir Path folder) throws Exception {
        for (var secret : List.of("admin-token", "store-password", "store-key")) {
            Files.writeString(folder.resolve(secret), "a-long-enough-secret-for-the-" + secret);
        }
        var yaml = (String) Installation.carried(file).get("countersign.yaml");
        var settings = Files.writeString(
                folder.resolve("countersign.yaml"),
                yaml.replace("/etc/countersign/secret", folder.toString()));

        var config = ConfigFile.read(settings, Map.of());

        assertThat(config.kubernetes().cluster()).isEqualTo(Config.Cluster.IN_CLUSTER);
        assertThat(config.manifests()).containsExactly(Path.of("/etc/countersign/agents"));
    }

    @Test
    void the_agents_load_without_a_problem(@TempDir Path folder) throws Exception {
        for (var file : Installation.carried("base/agents.yaml").entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), (String) file.getValue());
        }
        try (var catalog = catalog(folder)) {
            assertThat(catalog.now().problems()).isEmpty();
            assertThat(catalog.now().agents()).containsOnlyKeys("hitl-agent");
            assertThat(catalog.now().people()).isNotEmpty();
        }
    }

    private static FileCatalog catalog(Path folder) throws IOException {
        return new FileCatalog(
                new Sources(List.of(folder), Optional.empty(), Map.of()), new CelConditions());
    }

    @Test
    void the_process_may_do_as_little_as_a_pod_can() {
        var pod = Installation.document("base/deployment.yaml");
        var inside = "spec/template/spec/containers/0/securityContext/";

        assertThat(Installation.at(pod, "spec/template/spec/securityContext/runAsNonRoot"))
                .contains(true);
        assertThat(Installation.at(pod, inside + "readOnlyRootFilesystem")).contains(true);
        assertThat(Installation.at(pod, inside + "allowPrivilegeEscalation")).contains(false);
        assertThat(Installation.at(pod, inside + "capabilities/drop")).contains(List.of("ALL"));
        assertThat(Installation.at(pod, "spec/template/spec/containers/0/resources/limits"))
                .isPresent();
    }

    @Test
    void no_role_reads_secrets_or_holds_everything() {
        var roles = Installation.ofKind("Role", "ClusterRole").toList();
        assertThat(roles).hasSizeGreaterThanOrEqualTo(3);
        for (var role : roles) {
            for (var rule : (List<?>) role.get("rules")) {
                var words = Installation.mapping(rule).values().stream()
                        .flatMap(list -> Installation.strings(list).stream())
                        .toList();
                assertThat(words).doesNotContain("*", "secrets", "escalate", "bind", "impersonate");
            }
        }
    }

    @Test
    void every_alert_asks_for_figures_that_there_are() {
        var known = figures();
        var asked = Installation.ofKind("PrometheusRule")
                .flatMap(rule -> OUR_METRIC.matcher(rule.toString()).results())
                .map(found -> found.group())
                .collect(Collectors.toSet());

        assertThat(asked).hasSizeGreaterThanOrEqualTo(7);
        assertThat(known).containsAll(asked);
    }

    private static List<String> figures() {
        try (var meters = new Meters()) {
            meters.watch(() -> 0, () -> 0, () -> Duration.ZERO);
            meters.clock(() -> Duration.ZERO);
            meters.requested("a", true, Duration.ofSeconds(1));
            meters.decided("approved", "web", Duration.ofSeconds(1));
            meters.called("t", "lost");
            return meters.page()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]")[0])
                    .distinct()
                    .toList();
        }
    }
}
