package dev.countersign.bot.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.tool.kubernetes.ClusterAccess;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Times;
import dev.countersign.agent.tool.kubernetes.ClusterSecrets;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Where secrets are read, in which order, and when a new one is seen. */
@Timeout(60)
class SecretsTest {
    private static final SecretRef.Kubernetes OPENAI = new SecretRef.Kubernetes("openai", "key");

    @TempDir
    private Path temp;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final InstantSource clock = now::get;

    @Test
    void key_rotation() throws Exception {
        try (var sandbox = Sandbox.start(new SandboxSettings(0, Optional.empty(), clock));
                var access =
                        ClusterAccess.sandbox(URI.create(sandbox.url().toString()), Times.USUAL)) {
            var secrets = new Secrets(temp, new ClusterSecrets(access)::find, clock);
            assertThat(secrets.find(OPENAI)).isEmpty();

            write(sandbox, "POST", "/api/v1/namespaces/default/secrets", "sk-first");
            pass(11);
            assertThat(secrets.need(OPENAI)).isEqualTo("sk-first");

            write(sandbox, "PUT", "/api/v1/namespaces/default/secrets/openai", "sk-second");
            assertThat(secrets.need(OPENAI)).isEqualTo("sk-first");
            pass(11);
            assertThat(secrets.need(OPENAI)).isEqualTo("sk-second");
            assertThat(secrets.find(new SecretRef.Kubernetes("openai", "other")))
                    .isEmpty();
            assertThat(secrets.find(new SecretRef.Kubernetes("../pods", "key"))).isEmpty();
        }
    }

    @Test
    void a_cluster_that_is_away_has_not_taken_the_secret_with_it() {
        var there = new AtomicReference<>(Optional.of("sk-1"));
        var secrets = new Secrets(
                temp,
                (name, key) -> Optional.ofNullable(there.get())
                        .orElseThrow(() -> new IllegalStateException("connection refused")),
                clock);
        assertThat(secrets.need(OPENAI)).isEqualTo("sk-1");

        there.set(null);
        pass(60);
        assertThat(secrets.need(OPENAI)).isEqualTo("sk-1");
    }

    @Test
    void without_a_cluster_the_folder_is_read_and_a_new_file_is_seen_at_once() throws IOException {
        var secrets = new Secrets(temp, Secrets.Cluster.NONE, clock);
        assertThatThrownBy(() -> secrets.need(OPENAI))
                .hasMessage("The secret openai/key is not set. Set it");
        Files.createDirectories(temp.resolve("openai"));
        Files.writeString(temp.resolve("openai/key"), "one\n");
        pass(11);
        assertThat(secrets.need(OPENAI)).isEqualTo("one");
        Files.writeString(temp.resolve("openai/key"), "two\n");
        assertThat(secrets.need(OPENAI)).isEqualTo("two");
        assertThat(secrets.find(new SecretRef.Kubernetes("..", "passwd"))).isEmpty();
        assertThat(secrets.toString()).doesNotContain("two");
    }

    private void pass(int seconds) {
        now.updateAndGet(t -> t.plusSeconds(seconds));
    }

    private static void write(Sandbox sandbox, String method, String path, String value)
            throws Exception {
        var base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        var body = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"openai\","
                + "\"namespace\":\"default\"},\"data\":{\"key\":\"" + base64 + "\"}}";
        var url = sandbox.url().toString().replaceFirst("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        }
    }
}
