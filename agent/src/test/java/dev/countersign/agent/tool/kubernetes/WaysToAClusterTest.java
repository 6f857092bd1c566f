package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Identity;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Times;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A kubeconfig with contexts and a sign-in program, and the cluster that we run in. */
class WaysToAClusterTest {
    private final ScriptedApi east = new ScriptedApi();
    private final ScriptedApi west = new ScriptedApi();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        east.close();
        west.close();
    }

    /** Two clusters; whoever goes west signs in by a program that prints a token. */
    private Path kubeconfig() throws IOException {
        Path program = folder.resolve("sign-in");
        Files.writeString(program, """
                #!/bin/sh
                echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",'
                echo '"status":{"token":"token-of-'$WHO'"}}'
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return Files.writeString(
                folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: to-east
                clusters:
                - { name: east, cluster: { server: "%s" } }
                - { name: west, cluster: { server: "%s" } }
                users:
                - { name: plain, user: { token: plain-token } }
                - name: program
                  user:
                    exec:
                      apiVersion: client.authentication.k8s.io/v1
                      interactiveMode: Never
                      command: %s
                      env: [ { name: WHO, value: li } ]
                contexts:
                - { name: to-east, context: { cluster: east, user: plain } }
                - { name: to-west, context: { cluster: west, user: program } }
                """.formatted(east.address(), west.address(), program));
    }

    private static String versionBy(ClusterAccess access) {
        Tool configuration = KubernetesTools.all(access, InstantSource.system()).stream()
                .filter(t -> t.spec().name().equals("k8s_get_cluster_configuration"))
                .findFirst()
                .orElseThrow();
        var nobody = new Invocation.Requester("ana", Set.of(), Set.of());
        return switch (configuration.call(new Invocation("{}", nobody, "k", 1, ""))) {
            case ToolOutcome.Success success -> success.text();
            case ToolOutcome other -> throw new AssertionError(other);
        };
    }

    @Test
    void the_current_context_is_used_where_none_is_named() throws IOException {
        east.on("GET /version", ScriptedApi.says(200, "{\"gitVersion\":\"v1.34.0\"}"));
        try (var access = ClusterAccess.kubeconfig(
                Optional.of(kubeconfig()), Optional.empty(), Identity.OURS, Times.USUAL)) {
            assertThat(versionBy(access))
                    .contains("v1.34.0", "\"current-context\" : \"to-east\"")
                    .doesNotContain("plain-token");
            assertThat(access.name().cluster()).isEqualTo("east");
            assertThat(access.name().context()).isEqualTo("to-east");
            assertThat(east.tokens).containsOnly("Bearer plain-token");
            assertThat(access.called("prod").name().cluster()).isEqualTo("prod");
            assertThat(access.called("prod").name().target())
                    .isEqualTo("prod to-east " + east.address() + "/");
        }
    }

    @Test
    void a_program_signs_in_for_a_named_context() throws IOException {
        west.on("GET /version", ScriptedApi.says(200, "{}"));
        try (var access = ClusterAccess.kubeconfig(
                Optional.of(kubeconfig()), Optional.of("to-west"), Identity.OURS, Times.USUAL)) {
            assertThat(versionBy(access)).contains("to-west").doesNotContain("token-of-li");
            assertThat(access.name().cluster()).isEqualTo("west");
            assertThat(west.tokens).contains("Bearer token-of-li");
            assertThat(east.asked).isEmpty();
        }
    }

    @Test
    void in_a_pod_the_service_account_is_used_and_its_absence_is_told() throws IOException {
        assertThatThrownBy(() -> ClusterAccess.inCluster(Identity.OURS, Times.USUAL))
                .hasMessageContaining("runs in no cluster: KUBERNETES_SERVICE_HOST is not set");
        east.on("GET /version", ScriptedApi.says(200, "{}"));
        Path token = Files.writeString(folder.resolve("token"), "token-of-the-pod");
        Map<String, String> pod = Map.of(
                "KUBERNETES_SERVICE_HOST", east.address().getHost(),
                "KUBERNETES_SERVICE_PORT", "" + east.address().getPort(),
                "kubernetes.auth.serviceAccount.token", token.toString(),
                "kubernetes.master", east.address().toString());
        pod.forEach(System::setProperty);
        try (var access = ClusterAccess.inCluster(Identity.OURS, Times.USUAL)) {
            assertThat(versionBy(access)).contains("in-cluster");
            assertThat(east.tokens).containsOnly("Bearer token-of-the-pod");
        } finally {
            pod.keySet().forEach(System::clearProperty);
        }
    }
}
