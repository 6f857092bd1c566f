package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.util.stream.StreamSupport;

/**
 * A model that cannot be asked, a tool server that is dead, a secret that is missing: the agent
 * says which it is and what to do, and works with the rest; the other agents work.
 */
class BrokenPartsStory {
    @RegisterExtension
    static final House house = House.with("ana in approvers").manifest("""
            apiVersion: countersign.dev/v1alpha1
            kind: LLM
            metadata: { name: keyless }
            spec: { provider: openai, model: gpt-4o, apiKeyFrom: { env: NO_SUCH_KEY_AT_ALL } }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: LLM
            metadata: { name: elsewhere }
            spec: { provider: bedrock, model: x, fallbacks: [ { name: plain } ] }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: LLM
            metadata: { name: plain }
            spec: { provider: commands }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: Agent
            metadata: { name: mute }
            spec: { llmRef: { name: keyless } }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: Agent
            metadata: { name: helped }
            spec: { llmRef: { name: elsewhere }, tools: [ { builtin: kubernetes } ] }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: MCPServer
            metadata: { name: dead }
            spec: { transport: stdio, command: no-such-program-anywhere }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: MCPServer
            metadata: { name: locked }
            spec:
              transport: http
              url: http://127.0.0.1:1/mcp
              headers:
                - name: Authorization
                  valueFrom: { secretKeyRef: { name: vault, key: TOKEN } }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: Agent
            metadata: { name: halved }
            spec:
              llmRef: { name: plain }
              tools:
                - { builtin: kubernetes }
                - { mcpServer: { name: dead } }
                - { mcpServer: { name: locked } }
            """);

    private static final Path PICTURES = Path.of("target", "pictures");

    private final ApiCaller ana = house.api("ana");

    @Test
    void the_run_says_what_is_missing_and_others_think_on() {
        var end = ana.ended(ana.asks("mute", "hello"));

        assertThat(end.path("phase").asText()).isEqualTo("closed");
        assertThat(end.path("reason").asText())
                .startsWith("NO_SUCH_KEY_AT_ALL is empty or not set")
                .endsWith("Set one.");
        assertThat(ana.answer(ana.asks("List all pods in the kagent namespace")))
                .contains("kagent-controller");
    }

    @Test
    void a_fallback_thinks_in_its_place_and_the_record_says_so() {
        var run = ana.asks("helped", "List all pods in the kagent namespace");

        assertThat(ana.answer(run)).contains("kagent-controller");
        assertThat(ana.run(run).path("usage").path("turns").asInt()).isEqualTo(2);
        assertThat(house.api("admin").get("/api/v1/audit?run=" + run).text())
                .contains("plain was asked in place of elsewhere")
                .contains("Set parameters.region");
    }

    @Test
    void the_status_of_every_model_is_in_words_and_the_agent_names_its_own() {
        var models = ana.get("/api/v1/models").json().path("items");

        assertThat(named(models, "keyless").path("ready").asBoolean()).isFalse();
        assertThat(named(models, "keyless").path("detail").asText())
                .isEqualTo("NO_SUCH_KEY_AT_ALL is empty or not set. Set a key.");
        assertThat(named(models, "elsewhere").path("fallbacks").path(0).asText())
                .isEqualTo("plain");
        assertThat(named(models, "plain").path("status").asText()).isEqualTo("Ready");
        assertThat(named(models, "keyless").path("agents").path(0).asText()).isEqualTo("mute");
        var agents = ana.get("/api/v1/agents").json().path("items");
        assertThat(named(agents, "mute").path("problems").path(0).asText())
                .startsWith("Its model keyless: NO_SUCH_KEY_AT_ALL");
        assertThat(named(agents, "hitl-agent").path("problems")).isEmpty();
    }

    @Test
    void dead_servers_and_missing_secrets_are_named_and_the_agent_works_with_the_rest() {
        var problems = await("what halved lacks")
                .atMost(ApiCaller.PATIENCE)
                .until(
                        () -> named(ana.get("/api/v1/agents").json().path("items"), "halved")
                                .path("problems"),
                        now -> now.size() == 2 && now.toString().contains("vault"));
        assertThat(problems.path(0).asText())
                .startsWith("Tool server dead: Connection failed: no-such-program-anywhere cannot"
                        + " be started")
                .contains("Install it, or correct command");
        assertThat(problems.path(1).asText())
                .startsWith("Tool server locked: Connection failed: ")
                .contains("vault/TOKEN");
        assertThat(ana.answer(ana.asks("halved", "List all pods in the kagent namespace")))
                .contains("kagent-controller");
    }

    @Test
    void whoever_picks_the_agent_on_the_console_reads_what_it_lacks_and_what_to_do() {
        try (var tab = house.browser("ana")) {
            tab.opens("/");
            tab.page().getByLabel("Agent").selectOption("halved");
            tab.reads("Tool server dead").reads("Install it, or correct command");
            tab.reads("Tool server locked").reads("vault/TOKEN");
            tab.photographs(PICTURES.resolve("broken-parts.png"));
            tab.asks("mute", "hello");
            tab.readsInTheEnd("NO_SUCH_KEY_AT_ALL is empty or not set");
            tab.photographs(PICTURES.resolve("broken-model.png"));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static JsonNode named(JsonNode items, String name) {
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
