package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.stream.StreamSupport;

/** A model that cannot be asked says which it is and what to do; the other agents work. */
class BrokenModelStory {
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
            """);

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

    private static JsonNode named(JsonNode items, String name) {
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
