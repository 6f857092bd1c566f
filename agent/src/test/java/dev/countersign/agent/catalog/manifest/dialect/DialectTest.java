package dev.countersign.agent.catalog.manifest.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.TaskSpec;
import dev.countersign.agent.catalog.manifest.kinds.Kinds;
import dev.countersign.agent.catalog.manifest.kinds.Piece;
import dev.countersign.agent.catalog.manifest.kinds.Reading;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.gate.cel.CelConditions;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class DialectTest {
    private static List<Reading> read(String version, String kind, String spec) {
        var text = "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: { name: x }\nspec:\n"
                + spec.indent(2);
        var file = Document.read("f.yaml", text);
        assertThat(file.problems()).isEmpty();
        return Dialect.read(file.documents().getFirst(), new Kinds(new CelConditions()));
    }

    private static Piece piece(String version, String kind, String spec) {
        var reading = read(version, kind, spec).getFirst();
        assertThat(reading.piece()).as("%s", reading.problems()).isPresent();
        return reading.piece().get();
    }

    private static List<String> told(String version, String kind, String spec) {
        return read(version, kind, spec).getFirst().problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static final String KUBECHAIN = "kubechain.humanlayer.dev/v1alpha1";
    private static final String ACP = "acp.humanlayer.dev/v1alpha1";
    private static final String KAGENT = "kagent.dev/v1alpha2";

    @Test
    void a_model_may_stand_at_the_top_or_among_the_parameters() {
        var top = piece(KUBECHAIN, "LLM", "provider: openai\nmodel: gpt-4o\nmaxTokens: 100");
        var below = piece(ACP, "LLM", """
                provider: openai
                apiKeyFrom: { secretKeyRef: { name: openai, key: KEY } }
                parameters: { model: gpt-4o, maxTokens: "100", baseUrl: "http://x" }
                """);

        for (Piece each : List.of(top, below)) {
            assertThat(each).isInstanceOfSatisfying(Piece.Model.class, model -> {
                assertThat(model.spec().model()).contains("gpt-4o");
                assertThat(model.spec().parameters()).containsOnly(Map.entry("maxTokens", "100"));
            });
        }
        ModelSpec spec = ((Piece.Model) below).spec();
        assertThat(spec.baseUrl()).contains("http://x");
        assertThat(spec.apiKey()).contains(new SecretRef.Kubernetes("openai", "KEY"));
    }

    @Test
    void a_task_says_what_to_do_in_exactly_one_way() {
        var window = "agentRef: { name: a }\ncontextWindow:\n"
                + "  - { role: system, content: s }\n  - { role: user, content: do it }\n";

        assertThat(piece(ACP, "Task", window))
                .isInstanceOfSatisfying(Piece.Task.class, task -> assertThat(task.spec())
                        .extracting(TaskSpec::message)
                        .isEqualTo("do it"));
        assertThat(told(ACP, "Task", window + "userMessage: x"))
                .contains("f.yaml:6 Task x,"
                        + " spec.contextWindow: Keep exactly one of userMessage and "
                        + "contextWindow.");
        assertThat(told(ACP, "Task", "agentRef: { name: a }\nmessage: x\nuserMessage: y"))
                .contains("f.yaml:6 Task x, spec.message: message and userMessage mean the same."
                        + " Keep userMessage.");
    }

    @Test
    void servers_channels_and_children_of_an_agent_are_kept() {
        var agent = piece(ACP, "Agent", """
                llmRef: { name: gpt }
                system: s
                mcpServers: [ { name: fetch } ]
                subAgents: [ { name: child } ]
                humanContactChannels: [ { name: mail } ]
                """);

        assertThat(agent).isInstanceOfSatisfying(Piece.Agent.class, piece -> {
            AgentSpec spec = piece.spec();
            assertThat(spec.tools())
                    .extracting(AgentSpec.ToolRef::name)
                    .containsExactly("fetch", "child");
            assertThat(spec.channels()).containsExactly("mail");
        });
    }

    @Test
    void a_channel_may_be_written_in_its_older_words() {
        var channel = piece(
                KUBECHAIN,
                "ContactChannel",
                "channelType: slack\nslackConfig: { channelOrUserID: C0OPS }");

        assertThat(channel).isInstanceOfSatisfying(Piece.Channel.class, piece -> assertThat(
                        piece.spec().place())
                .isEqualTo("C0OPS"));
    }

    @Test
    void tools_of_kagent_that_are_not_built_in_are_left_out_and_said() {
        var agent = """
                declarative:
                  tools:
                    - type: mcpserver
                      mcpServer:
                        name: kagent-tool-server
                        toolNames: [k8s_scale, helm_list]
                        requireApproval: [helm_list, k8s_scale]
                        allowedHeaders: [x]
                """;

        assertThat(piece(KAGENT, "Agent", agent))
                .isInstanceOfSatisfying(Piece.Agent.class, piece -> assertThat(
                                piece.spec().tools().getFirst().requireApproval())
                        .containsExactly("k8s_scale"));
        assertThat(told(KAGENT, "Agent", agent))
                .containsExactly(
                        "f.yaml:7 Agent x, spec.declarative.tools[0].type: kagent writes "
                                + "McpServer; read as"
                                + " that.",
                        "f.yaml:10 Agent x, spec.declarative.tools[0].mcpServer.toolNames[1]: "
                                + "Only the"
                                + " Kubernetes tools of kagent-tool-server are built in; left out.",
                        "f.yaml:12 Agent x, spec.declarative.tools[0].mcpServer.allowedHeaders:"
                                + " spec.declarative.tools[0].mcpServer.allowedHeaders has no "
                                + "meaning here"
                                + " and is left out.");
    }

    @Test
    void a_model_of_kagent_keeps_its_key_and_parameters() {
        var model = piece(KAGENT, "ModelConfig", """
                provider: OpenAI
                model: gpt-4.1
                apiKeySecret: kagent-openai
                apiKeySecretKey: OPENAI_API_KEY
                openAI: { baseUrl: "http://x", temperature: "0.2" }
                """);

        assertThat(model)
                .isEqualTo(new Piece.Model(new ModelSpec(
                        "x",
                        "openai",
                        Optional.of("gpt-4.1"),
                        Optional.of("http://x"),
                        Optional.of(new SecretRef.Kubernetes("kagent-openai", "OPENAI_API_KEY")),
                        Map.of("temperature", "0.2"))));
    }

    @Test
    void two_dialects_in_one_document_are_an_error() {
        assertThat(told("kagent.dev/v1alpha1", "Agent", "declarative: { tools: [] }"))
                .contains("f.yaml:5 Agent x, spec.declarative: This block is of v1alpha2, and the"
                        + " document says v1alpha1. Write one of them.");
    }

    @Test
    void an_agent_that_is_a_program_of_its_own_is_refused() {
        assertThat(told(KAGENT, "Agent", "type: BYO\nbyo: {}\ndeclarative: {}"))
                .anyMatch(problem ->
                        problem.startsWith("f.yaml:5 Agent x, spec.type: An agent of type BYO"));
    }
}
