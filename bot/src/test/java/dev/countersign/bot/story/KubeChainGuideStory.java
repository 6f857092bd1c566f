package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.story.Oracle.Said;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/**
 * The guide to KubeChain from top to bottom, with its own documents: an agent, a tool server, an
 * approval by a contact channel, another model, a delegate. What is elsewhere stands here: the
 * model service, the tool server, and the secret as a file.
 */
@TestMethodOrder(OrderAnnotation.class)
class KubeChainGuideStory {
    private static final String KEY = "sk-of-the-guide";
    private static final Oracle OPENAI = new Oracle(KEY, KubeChainGuide::think);
    private static final Oracle OTHER = new Oracle(heard -> Said.words("From the other model."));
    private static final Claude ANTHROPIC =
            new Claude("of-the-guide", "{\"url\":\"" + KubeChainGuide.PEOPLE + "2\"}");
    private static final FetchServer FETCH = new FetchServer(Map.of(
            KubeChainGuide.PEOPLE + "1",
                    KubeChainGuide.page("1", "{\"name\":\"Luke Skywalker\",\"height\":\"172\"}"),
            KubeChainGuide.PEOPLE + "2",
                    KubeChainGuide.page("2", "{\"name\":\"C-3PO\",\"height\":\"167\"}")));

    @Order(1)
    @RegisterExtension
    static final PostOffice mail = PostOffice.of("approver");

    @Order(2)
    @RegisterExtension
    static final House house =
            House.with("ana in approvers", "approver", "li").setting(mail.setting("hitl-agent"));

    private final ApiCaller ana = house.api("ana");
    private final ApiCaller admin = house.api("admin");

    @AfterAll
    static void stop() {
        OPENAI.close();
        OTHER.close();
        ANTHROPIC.close();
        FETCH.close();
    }

    private static String guide(String name) throws IOException {
        return KubeChainGuide.document(name, OPENAI.address(), FETCH.url());
    }

    private void applies(String yaml) {
        var reply = admin.post("/api/v1/manifests", yaml);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private JsonNode standing(String kind, String name, String status) {
        return await(kind + " " + name + " is " + status)
                .atMost(ApiCaller.PATIENCE)
                .until(
                        () -> standing(kind, name),
                        s -> s.path("status").asText().equals(status));
    }

    private JsonNode standing(String kind, String name) {
        for (var standing : ana.get("/api/v1/manifests?kind=" + kind).json().path("items")) {
            if (standing.path("name").asText().equals(name)) {
                return standing;
            }
        }
        return ApiCaller.object();
    }

    /** The run of a task, once its phase is this, in KubeChain's word. */
    private JsonNode task(String name, String phase) {
        var standing = await("task " + name + " is " + phase)
                .atMost(ApiCaller.PATIENCE)
                .until(
                        () -> standing("Task", name),
                        s -> s.path("phase").asText().equals(phase));
        return ana.run(
                standing.path("run").asText(),
                run -> run.path("foreignPhase").asText().equals(phase));
    }

    @Test
    @Order(1)
    void an_agent_is_made_and_asked() throws IOException {
        applies(guide("01-llm-gpt-4o"));
        assertThat(standing("LLM", "gpt-4o", "Error").path("statusDetail").asText())
                .contains("openai/OPENAI_API_KEY");
        var secret = house.folder().resolve("data/secrets/openai/OPENAI_API_KEY");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, KEY);
        house.clock().passes(Duration.ofMinutes(2));
        var ready = standing("LLM", "gpt-4o", "Ready");
        assertThat(ready.path("ready").asBoolean()).isTrue();
        assertThat(ready.path("statusDetail").asText())
                .isEqualTo("OpenAI API key validated successfully");

        applies(guide("03-task-hello-world-1"));
        assertThat(standing("Task", "hello-world-1", "Pending")
                        .path("statusDetail")
                        .asText())
                .isEqualTo("Waiting for Agent to exist");
        applies(guide("02-agent-my-assistant"));
        assertThat(standing("Agent", "my-assistant", "Ready")
                        .path("statusDetail")
                        .asText())
                .isEqualTo("All dependencies validated successfully");

        var run = task("hello-world-1", "FinalAnswer");
        assertThat(run.path("phase").asText()).isEqualTo("resting");
        assertThat(run.path("answer").asText()).isEqualTo(KubeChainGuide.NO_CAPITAL);
        var task = standing("Task", "hello-world-1");
        assertThat(task.path("statusDetail").asText()).isEqualTo("LLM final response received");
        assertThat(task.path("output").asText()).isEqualTo(KubeChainGuide.NO_CAPITAL);
    }

    @Test
    @Order(2)
    void the_agent_gets_a_tool_in_place_and_fetches() throws IOException {
        applies(guide("04-mcpserver-fetch"));
        assertThat(standing("MCPServer", "fetch", "Ready").path("statusDetail").asText())
                .isEqualTo("Connected successfully with 1 tools");
        applies(guide("05-agent-my-assistant"));
        applies(guide("06-task-fetch-task"));

        // Nobody has said what this tool does: here it asks, where KubeChain would run it at once.
        var waiting = task("fetch-task", "ToolCallsPending");
        ana.approves(ana.question(waiting.path("id").asText()));

        var run = task("fetch-task", "FinalAnswer");
        assertThat(run.path("calls").path(0).path("tool").asText()).isEqualTo("fetch__fetch");
        assertThat(run.path("calls").path(0).path("foreignPhase").asText()).isEqualTo("Succeeded");
        assertThat(run.path("answer").asText()).isEqualTo(KubeChainGuide.LUKE);
        assertThat(run.path("messages").findValuesAsText("text"))
                .containsExactly(
                        "what is the data at https://swapi.dev/api/people/1? ",
                        "",
                        KubeChainGuide.page(
                                "1", "{\"name\":\"Luke Skywalker\",\"height\":\"172\"}"),
                        KubeChainGuide.LUKE);
        assertThat(run.path("calls").path(0).path("arguments").path("url").asText())
                .isEqualTo(KubeChainGuide.PEOPLE + "1");
        assertThat(FETCH.fetched).containsExactly(KubeChainGuide.PEOPLE + "1");
    }

    @Test
    @Order(3)
    void all_tools_of_a_server_wait_for_its_contact_channel() throws IOException {
        applies(guide("07-contactchannel-approval-channel"));
        applies(guide("08-mcpserver-fetch"));
        applies(guide("09-agent-agent-with-fetch"));
        applies(guide("10-task-approved-fetch-task"));

        var waiting = task("approved-fetch-task", "ToolCallsPending");
        var asked = ana.question(waiting.path("id").asText());
        assertThat(ana.run(waiting.path("id").asText())
                        .path("calls")
                        .path(0)
                        .path("foreignPhase")
                        .asText())
                .isEqualTo("AwaitingHumanApproval");
        assertThat(asked.path("mayDecide").path("people").path(0).asText()).isEqualTo("approver");
        assertThat(house.api("li").approves(asked).status()).isEqualTo(403);
        assertThat(FETCH.fetched).hasSize(1);
        assertThat(standing("Task", "approved-fetch-task").path("output").asText(""))
                .isEmpty();
        var letter = mail.letter("approver", "fetch__fetch", KubeChainGuide.PEOPLE + "2");
        assertThat(letter.subject()).contains("Approval Request from Kubechain");
        mail.replies("approver", letter, "approve");

        var run = task("approved-fetch-task", "FinalAnswer");
        assertThat(run.path("answer").asText()).isEqualTo(KubeChainGuide.HAIKU);
        assertThat(standing("Task", "approved-fetch-task").path("output").asText())
                .isEqualTo(KubeChainGuide.HAIKU);
        assertThat(FETCH.fetched).hasSize(2);
    }

    @Test
    @Order(5)
    void a_contact_channel_is_a_tool_and_the_answer_of_a_person_its_result() {
        applies("""
                apiVersion: acp.humanlayer.dev/v1alpha1
                kind: Agent
                metadata: { name: asker }
                spec:
                  llmRef: { name: gpt-4o }
                  system: You ask people.
                  humanContactChannels: [ { name: approval-channel } ]
                ---
                apiVersion: acp.humanlayer.dev/v1alpha1
                kind: Task
                metadata: { name: asker-task }
                spec: { agentRef: { name: asker }, userMessage: Ask what to fetch. }
                """);

        var waiting = task("asker-task", "ToolCallsPending");
        var call = ana.run(
                        waiting.path("id").asText(),
                        run -> run.path("calls").path(0).path("state").asText().equals("gated"))
                .path("calls")
                .path(0);
        assertThat(call.path("tool").asText()).isEqualTo("approval-channel__human_contact_email");
        assertThat(call.path("foreignPhase").asText()).isEqualTo("AwaitingHumanInput");
        ana.answers(ana.question(waiting.path("id").asText()), "the weather");
        assertThat(task("asker-task", "FinalAnswer").path("answer").asText())
                .contains("the weather");
    }

    @Test
    @Order(4)
    void another_provider_does_the_exercise_for_the_reader() throws IOException {
        applies(guide("11-llm-claude-3-5-sonnet"));
        assertThat(standing("LLM", "claude-3-5-sonnet", "Error")
                        .path("statusDetail")
                        .asText())
                .isEqualTo("It names no key. Set apiKeyFrom.");
        // The guide makes this secret, and forgets to name it.
        var secret = house.folder().resolve("data/secrets/anthropic/ANTHROPIC_API_KEY");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, "of-the-guide");
        applies(guide("11-llm-claude-3-5-sonnet") + """
                  apiKeyFrom: { secretKeyRef: { name: anthropic, key: ANTHROPIC_API_KEY } }
                  parameters: { baseUrl: "%s" }
                """.formatted(ANTHROPIC.address()));
        assertThat(standing("LLM", "claude-3-5-sonnet", "Ready")
                        .path("statusDetail")
                        .asText())
                .isEqualTo("Anthropic API key validated successfully");
        applies(KubeChainGuide.EXERCISE);
        var asked =
                ana.question(task("claude-task", "ToolCallsPending").path("id").asText());
        house.api("approver").approves(asked);

        assertThat(task("claude-task", "FinalAnswer").path("answer").asText())
                .startsWith("Claude read: Content type application/json")
                .contains("C-3PO");
    }

    @Test
    @Order(6)
    void a_delegate_does_its_part() {
        applies("""
                apiVersion: acp.humanlayer.dev/v1alpha1
                kind: LLM
                metadata: { name: other }
                spec: { provider: openai, parameters: { model: m, baseUrl: "%s" } }
                ---
                apiVersion: acp.humanlayer.dev/v1alpha1
                kind: Agent
                metadata: { name: web-search }
                spec: { llmRef: { name: other }, system: You search., description: Searches. }
                ---
                apiVersion: acp.humanlayer.dev/v1alpha1
                kind: Agent
                metadata: { name: manager }
                spec:
                  llmRef: { name: gpt-4o }
                  system: You ask.
                  subAgents: [ { name: web-search } ]
                ---
                apiVersion: acp.humanlayer.dev/v1alpha1
                kind: Task
                metadata: { name: manager-task }
                spec: { agentRef: { name: manager }, userMessage: Find the capital. }
                """.formatted(OTHER.address()));

        var run = task("manager-task", "FinalAnswer");
        assertThat(run.path("answer").asText()).isEqualTo("Found: From the other model.");
        assertThat(run.path("children").path(0).path("agent").asText()).isEqualTo("web-search");
        house.restarts();
        assertThat(ana.get("/api/v1/runs?agent=manager").json().path("items")).hasSize(1);
        assertThat(run.path("calls").path(0).path("foreignPhase").asText()).isEqualTo("Succeeded");
    }
}
