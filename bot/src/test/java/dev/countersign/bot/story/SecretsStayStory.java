package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The values of a Secret are in nothing that people, programs or disks get to see. */
class SecretsStayStory {
    /** In the cluster before us; long enough to be found in any file by its bytes. */
    private static final String THERE = "canary-of-the-cluster-4711";

    /** In what a person asked for, so that the stored call must hold it. */
    private static final String ASKED = "canary-of-the-request-0815";

    /** In a file that a manifest names. */
    private static final String KEPT = "canary-of-a-key-file-0042";

    /** In a manifest itself, in its place or by mistake in another one. */
    private static final String WRITTEN = "canary-of-a-manifest-1138";

    /** A model and a tool server with keys, in a file and in the manifest. */
    private static final String KEYED = """
            apiVersion: countersign.dev/v1alpha1
            kind: LLM
            metadata: { name: keyed }
            spec: { provider: openai, model: m, baseUrl: "http://127.0.0.1:9/v1",
                    apiKeyFrom: { file: "%1$s" } }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: MCPServer
            metadata: { name: locked }
            spec: { url: "http://127.0.0.1:9/mcp",
                    headers: { Authorization: "Bearer %2$s",
                               X-Key: { valueFrom: { file: "%1$s" } } } }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: Agent
            metadata: { name: sealed }
            spec: { llmRef: { name: keyed }, tools: [ { mcpServer: { name: locked } } ] }
            """;

    @RegisterExtension
    static final House house = House.with("ana in approvers").manifest("""
            apiVersion: countersign.dev/v1alpha1
            kind: Agent
            metadata: { name: keeper }
            spec: { llmRef: { name: commands }, tools: [ { builtin: kubernetes } ] }
            """);

    private final ApiCaller ana = house.api("ana");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stop() {
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private static void somebodyMakes(String name) throws IOException, InterruptedException {
        String secret = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\""
                + name + "\"},\"data\":{\"plain\":\"" + encoded(THERE) + "\"}}";
        var made = HttpRequest.newBuilder(
                        house.clusterUrl().resolve("/api/v1/namespaces/shop/secrets"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(secret))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(made, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        }
    }

    /** Everything that the API shows of a run to those who may see most. */
    private void reads(String run) {
        seen.add(ana.run(run).toString());
        seen.add(house.api("admin").get("/api/v1/audit?run=" + run).text());
        seen.add(house.api("operator").get("/api/v1/runs/" + run).text());
        seen.add(ana.get("/metrics").text());
    }

    private void asks(String words) {
        var run = ana.asks("keeper", words);
        var now = ana.run(run, r -> !r.path("questions").isEmpty() || over(r));
        for (var key : now.path("questions")) {
            var question = ana.questionOf(key.asText());
            seen.add(question.toString());
            seen.add(ana.approves(question).text());
        }
        ana.ended(run);
        reads(run);
    }

    private static boolean over(JsonNode run) {
        return run.path("phase").asText().equals("resting");
    }

    private void nothingShows(String value) {
        seen.addAll(log.list.stream()
                .map(event -> event.getFormattedMessage() + event.getThrowableProxy())
                .toList());
        assertThat(seen).hasSizeGreaterThan(10).allSatisfy(text -> assertThat(text)
                .doesNotContain(value)
                .doesNotContain(encoded(value)));
    }

    @Test
    void what_was_in_the_cluster_does_not_reach_our_disk() throws Exception {
        somebodyMakes("vault");
        asks("get secrets -n shop -o yaml");
        asks("describe secret vault -n shop");
        asks("get secret vault -n shop -o json");
        asks("label secret vault tier=back -n shop");
        asks("patch secret vault -n shop --type merge"
                + " -p '{\"metadata\":{\"labels\":{\"a\":\"b\"}}}'");
        asks("delete secret vault -n shop");

        nothingShows(THERE);
        house.cluster().changedTimes("shop/vault", 4);
        assertThat(bytesOnDisk()).doesNotContain(THERE).doesNotContain(encoded(THERE));
    }

    @Test
    void secret_in_arguments() {
        asks("apply\n```yaml\napiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: shop}\n"
                + "stringData:\n  plain: " + ASKED + "\n```");
        asks("apply\n```yaml\napiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: shop}\n"
                + "data:\n  other: " + encoded(ASKED) + "\n```");
        asks("get secret s -n shop -o yaml");

        nothingShows(ASKED);
        assertThat(bytesOnDisk()).contains(ASKED);
    }

    @Test
    void api_never_returns_secrets() throws IOException {
        var file = Files.writeString(house.folder().resolve("key"), KEPT);
        seen.add(applies(KEYED.formatted(file, WRITTEN)));
        for (var wrong : List.of("apiKey: %s", "apiKeyFrom: %s", "headers: %s")) {
            seen.add(applies("""
                    apiVersion: countersign.dev/v1alpha1
                    kind: LLM
                    metadata: { name: wrong }
                    spec: { provider: openai, model: m, %s }
                    """.formatted(wrong.formatted(WRITTEN))));
        }
        var run = ana.asks("sealed", "hello");
        ana.run(run, now -> !now.path("phase").asText().equals("resting"));
        reads(run);
        for (var path : List.of("/api/v1/agents", "/api/v1/audit", "/readyz", "/metrics")) {
            seen.add(house.api("admin").get(path).text());
        }

        assertThat(seen).anySatisfy(text -> assertThat(text).contains("sealed"));
        nothingShows(KEPT);
        nothingShows(WRITTEN);
    }

    private static String applies(String yaml) {
        return house.api("admin").post("/api/v1/manifests", yaml).text();
    }

    /** The database while it is open, and whatever else is kept beside it but the sandbox. */
    private static String bytesOnDisk() {
        var bytes = new StringBuilder();
        var data = house.folder().resolve("data");
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!data.relativize(file).startsWith("sandbox")) {
                    bytes.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toString();
    }
}
