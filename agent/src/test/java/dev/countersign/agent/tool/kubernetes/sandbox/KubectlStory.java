package dev.countersign.agent.tool.kubernetes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whoever knows kubectl can use the sandbox with it. */
class KubectlStory {
    private static final Path KUBECTL = Path.of("/usr/bin/kubectl");

    @TempDir
    Path folder;

    @Test
    void kubectl_gets_applies_diffs_scales_and_deletes() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(KUBECTL),
                "NOT RUN: there is no kubectl here, so nobody has seen it work with the sandbox");
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(Clock.systemUTC()))) {
            Path map = folder.resolve("map.yaml");
            manifest(map, "hello");
            String url = sandbox.url();
            assertThat(kubectl(url, "get", "pods", "-n", "shop")).contains("CrashLoopBackOff");
            assertThat(kubectl(url, "apply", "-f", map.toString())).contains("created");
            manifest(map, "bye");
            assertThat(kubectl(url, "diff", "-f", map.toString())).contains("+  message: bye");
            assertThat(kubectl(url, "apply", "--server-side", "-f", map.toString()))
                    .contains("conflict with \"kubectl-client-side-apply\" using v1");
            assertThat(kubectl(url, "apply", "-f", map.toString())).contains("configured");
            kubectl(url, "scale", "deploy", "web", "-n", "shop", "--replicas", "5");
            assertThat(kubectl(url, "get", "deploy", "web", "-n", "shop")).contains("5/5");
            assertThat(kubectl(url, "delete", "configmap", "test-config")).contains("deleted");
            assertThat(kubectl(url, "exec", "-n", "shop", "deploy/web", "--", "echo", "hello"))
                    .contains("hello");
            assertThat(kubectl(url, "auth", "can-i", "create", "pods/exec", "-n", "shop"))
                    .contains("yes");
            assertThat(kubectl(url, "get", "endpoints", "-n", "shop")).contains("web");
            assertThat(sandbox.tally().changed("delete", "ConfigMap", "default", "test-config"))
                    .isEqualTo(1);
        }
    }

    private static void manifest(Path file, String message) throws IOException {
        Files.writeString(
                file,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: test-config, namespace:"
                        + " default}, data: {message: "
                        + message
                        + "}}");
    }

    private String kubectl(String url, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(KUBECTL.toString(), "--server", url));
        command.addAll(List.of("--cache-dir", folder.resolve("cache").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "kubectl", ".out");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", "/dev/null");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }
}
