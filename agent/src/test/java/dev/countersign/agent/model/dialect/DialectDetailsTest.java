package dev.countersign.agent.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.wire.Asked;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.ProviderSettings.Key;
import dev.countersign.agent.model.wire.ProviderSettings.Route;
import dev.countersign.agent.model.wire.Said;
import dev.countersign.agent.model.wire.WireServer;
import dev.countersign.agent.run.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each provider wants that no other does. */
@Timeout(30)
class DialectDetailsTest {
    private static final String THOUGHTS = """
            {"type":"message","stop_reason":"tool_use","usage":{},"content":[
            {"type":"thinking","thinking":"one","signature":"s1"},
            {"type":"redacted_thinking","data":"EmwK"},
            {"type":"text","text":"Let me see."},
            {"type":"thinking","thinking":"two","signature":"s2"},
            {"type":"tool_use","id":"toolu_1","name":"grow","input":{"name":"a","x":1.50}}]}
            """;

    private final Key key = new Key("KEY", () -> "k");

    @Test
    void every_block_of_thought_goes_back_in_its_place_with_its_own_signature() throws Exception {
        try (var server = server("application/json", THOUGHTS)) {
            var model = DirectModel.anthropic(settings(server, Delivery.WHOLE));
            var first = model.think(prompt(said())).message();
            model.think(prompt(said(), first, result()));

            assertThat(first.text()).isEqualTo("Let me see.");
            assertThat(first.proposals().getFirst().arguments()).contains("1.5");
            assertThat(sent(server).path("messages").path(1).path("content"))
                    .isEqualTo(Said.read(THOUGHTS).path("content"));
        }
    }

    @Test
    void a_provider_that_fails_in_the_middle_of_a_stream_is_heard() throws Exception {
        var overloaded = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":"
                + "\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
        try (var server = server("text/event-stream", overloaded)) {
            var model = DirectModel.anthropic(settings(server, Delivery.STREAMED));
            var failure =
                    catchThrowableOfType(ModelFailure.class, () -> model.think(prompt(said())));

            assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.DOWN);
            assertThat(failure).hasMessageContaining("Overloaded");
        }
    }

    @Test
    void a_filter_of_google_is_an_answer_that_people_read() throws Exception {
        var blocked = "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}";
        try (var server = server("application/json", blocked)) {
            var model = DirectModel.gemini(settings(server, Delivery.WHOLE));

            assertThat(model.think(prompt(said())).message().text())
                    .contains("refused", "PROHIBITED_CONTENT");
        }
    }

    @Test
    void the_results_of_one_turn_go_to_google_together_and_without_ids_of_ours() throws Exception {
        var calls = "{\"candidates\":[{\"finishReason\":\"STOP\",\"content\":{\"parts\":["
                + "{\"functionCall\":{\"name\":\"grow\",\"args\":{}},\"thoughtSignature\":\"s\"},"
                + "{\"functionCall\":{\"name\":\"grow\",\"args\":{}}}]}}]}";
        try (var server = server("application/json", calls)) {
            var model = DirectModel.gemini(settings(server, Delivery.WHOLE));
            var first = model.think(prompt(said())).message();
            model.think(prompt(said(), first, result(), result()));

            var contents = sent(server).path("contents");
            assertThat(contents.path(1)
                            .path("parts")
                            .path(0)
                            .path("thoughtSignature")
                            .asText())
                    .isEqualTo("s");
            assertThat(contents.path(2).path("parts")).hasSize(2);
            assertThat(contents.toString()).doesNotContain("\"id\"");
        }
    }

    @Test
    void ollama_is_told_how_much_it_may_read() throws Exception {
        try (var server = new WireServer(new OllamaScript())) {
            DirectModel.ollama(settings(server, Delivery.STREAMED)).think(prompt(said()));

            var options = sent(server).path("options");
            assertThat(options.path("num_ctx").asInt()).isEqualTo(16000);
            assertThat(options.path("num_predict").asInt()).isEqualTo(2000);
            assertThat(options.path("temperature").asDouble()).isEqualTo(0.5);
        }
    }

    @Test
    void a_conversation_that_does_not_fit_is_told_from_other_refusals() throws Exception {
        var complaint = complaining("prompt is too long: 210000 tokens > 200000 maximum");
        try (var server = new WireServer(complaint)) {
            var model = DirectModel.anthropic(settings(server, Delivery.WHOLE));
            var failure =
                    catchThrowableOfType(ModelFailure.class, () -> model.think(prompt(said())));

            assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TOO_LONG);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":{\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}",
                "429 | {\"error\":{\"code\":\"insufficient_quota\"}}",
                "400 | {\"error\":{\"message\":\"Your credit balance is too low\"}}"
            })
    void a_key_that_cannot_be_used_is_told_from_other_refusals(int status, String body) {
        var refusing = new WireServer.Script() {
            @Override
            public Answer answer(Scene scene, String path, String request) {
                return new Answer("application/json", "{}");
            }

            @Override
            public Refusal refusal(int asked, String words) {
                return new Refusal(Map.of(), body);
            }
        };
        try (var server = new WireServer(refusing)) {
            server.next(status == 429 ? Scene.STATUS_429 : Scene.STATUS_400);
            var model = DirectModel.gemini(settings(server, Delivery.WHOLE));
            var failure =
                    catchThrowableOfType(ModelFailure.class, () -> model.think(prompt(said())));

            assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.KEY);
            assertThat(failure.retryable()).isFalse();
        }
    }

    @Test
    void what_is_signed_for_bedrock_carries_neither_the_secret_nor_a_key_of_its_own()
            throws Exception {
        var access = "aws_access_key_id = AKID\naws_secret_access_key = the+very/secret\n"
                + "region = eu-west-1\n";
        var asked = new Asked("POST", URI.create("http://gateway/model/m/converse"), "{}");
        var headers = new Bedrock(InstantSource.system()).headers(access, asked);

        assertThat(headers.get("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-west-1/bedrock/aws4_request");
        assertThat(headers.toString()).doesNotContain("very");
        assertThat(new Bedrock(InstantSource.system()).headers("own", asked))
                .containsEntry("Authorization", "Bearer own");
    }

    @Test
    void a_mistral_that_thinks_gets_its_thoughts_back_as_pieces() throws Exception {
        try (var server = new WireServer(new MistralScript())) {
            server.next(Scene.CALL);
            var model = DirectModel.mistral(settings(server, Delivery.WHOLE));
            var first = model.think(prompt(said())).message();
            model.think(prompt(said(), first, result(), said()));

            var messages = sent(server).path("messages");
            assertThat(messages.path(1).path("content").path(0).path("type").asText())
                    .isEqualTo("thinking");
            assertThat(messages.path(3).path("role").asText()).isEqualTo("assistant");
            assertThat(messages.path(4).path("role").asText()).isEqualTo("user");
        }
    }

    @Test
    void no_part_of_an_access_key_comes_back_in_a_failure() {
        var access = new Key(
                "aws/AWS_ACCESS_KEY_ID",
                () -> "aws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = the+very/secret\n"
                        + "aws_session_token = a-session+of=mine\n");
        var echo = "The canonical string should have been x-amz-security-token:a-session+of=mine"
                + " for AKIDEXAMPLE with the+very/secret";
        try (var server = new WireServer(complaining(echo))) {
            var model = DirectModel.bedrock(new ProviderSettings(
                    server.address(),
                    "m",
                    access,
                    DialectContract.TUNING,
                    Route.USUAL,
                    Delivery.STREAMED));
            var failure =
                    catchThrowableOfType(ModelFailure.class, () -> model.think(prompt(said())));

            assertThat(failure)
                    .hasMessageContaining("canonical string")
                    .message()
                    .doesNotContain("a-session", "AKID", "very");
            assertThat(model.toString()).doesNotContain("AKID");
        }
    }

    private static WireServer server(String type, String body) {
        return new WireServer((scene, path, request) -> new WireServer.Script.Answer(type, body));
    }

    private static WireServer.Script complaining(String words) {
        return new WireServer.Script() {
            @Override
            public Answer answer(Scene scene, String path, String request) {
                return new Answer("application/json", "{}");
            }

            @Override
            public Optional<String> complaint(String request) {
                return Optional.of(words);
            }
        };
    }

    private ProviderSettings settings(WireServer server, Delivery delivery) {
        return new ProviderSettings(
                server.address(), "m", key, DialectContract.TUNING, Route.USUAL, delivery);
    }

    private static Prompt prompt(Message... messages) {
        return new Prompt("", List.of(messages), List.of(), words -> {});
    }

    private static JsonNode sent(WireServer server) {
        return Said.read(server.requests().getLast());
    }

    private static Message said() {
        return new Message.User("please", "ana");
    }

    private static Message result() {
        return new Message.Result("c", "", "grow", "grown", false);
    }
}
