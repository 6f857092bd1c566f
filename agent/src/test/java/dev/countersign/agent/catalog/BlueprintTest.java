package dev.countersign.agent.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.catalog.AgentSpec.Source;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.catalog.Blueprint.Unreadable;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class BlueprintTest {
    private static final AgentSpec AGENT = new AgentSpec(
            "hitl-agent",
            "says \"hi\"",
            "gpt",
            "line\nline",
            List.of(
                    new ToolRef(Source.BUILTIN, "kubernetes", List.of("a", "b"), List.of("b")),
                    new ToolRef(Source.MCP_SERVER, "fetch", List.of(), List.of("*"))),
            Optional.of("production"),
            List.of("ops-slack"),
            false);

    @Test
    void an_agent_is_read_back_as_it_was() {
        assertThat(Blueprint.read(Blueprint.of(AGENT).form())).isEqualTo(AGENT);
    }

    @Test
    void the_same_agent_has_the_same_hash_and_another_has_another() {
        var other = new AgentSpec(
                AGENT.name(),
                "",
                AGENT.model(),
                AGENT.system(),
                List.of(),
                Optional.empty(),
                List.of(),
                true);

        assertThat(Blueprint.of(AGENT)).isEqualTo(Blueprint.of(AGENT));
        assertThat(Blueprint.of(other).hash()).isNotEqualTo(Blueprint.of(AGENT).hash());
        assertThat(Blueprint.read(Blueprint.of(other).form())).isEqualTo(other);
    }

    @Test
    void the_form_of_format_1_is_frozen() {
        assertThat(Blueprint.of(AGENT).form())
                .isEqualTo("{\"format\":1,\"name\":\"hitl-agent\","
                        + "\"description\":\"says \\\"hi\\\"\",\"model\":\"gpt\","
                        + "\"system\":\"line\\nline\",\"tools\":[{\"source\":\"BUILTIN\","
                        + "\"name\":\"kubernetes\",\"names\":[\"a\",\"b\"],"
                        + "\"requireApproval\":[\"b\"]},"
                        + "{\"source\":\"MCP_SERVER\",\"name\":\"fetch\",\"names\":[],"
                        + "\"requireApproval\":[\"*\"]}],\"policy\":\"production\","
                        + "\"channels\":[\"ops-slack\"],\"askUser\":false}");
    }

    @Test
    void a_newer_form_is_refused_politely() {
        assertThatThrownBy(() -> Blueprint.read("{\"format\":2}"))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("Use the release that wrote it");
        assertThatThrownBy(() -> Blueprint.read("not json")).isInstanceOf(Unreadable.class);
    }

    @Test
    void what_an_agent_gates_is_named_as_the_model_sees_it() {
        var agent = new AgentSpec(
                "a",
                "",
                "m",
                "",
                List.of(
                        new ToolRef(Source.BUILTIN, "kubernetes", List.of(), List.of("k8s_*")),
                        new ToolRef(Source.MCP_SERVER, "fetch", List.of(), List.of("get")),
                        new ToolRef(Source.AGENT, "child", List.of(), List.of("child"))),
                Optional.empty(),
                List.of(),
                true);

        assertThat(Tightening.of(agent, Map.of()))
                .containsExactly("k8s_*", "fetch__get", "delegate_to_agent__child");
    }
}
