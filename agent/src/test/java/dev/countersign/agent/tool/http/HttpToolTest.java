package dev.countersign.agent.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.Setting;
import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Authentication;
import dev.countersign.agent.catalog.ToolDefinition.Body;
import dev.countersign.agent.catalog.ToolDefinition.Parameter;
import dev.countersign.agent.catalog.ToolDefinition.Type;
import dev.countersign.agent.tool.Asking;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.net.PublicAddress;
import dev.countersign.channels.Card.Fact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Tools that are one HTTP request. */
@Timeout(30)
class HttpToolTest {
    private static final SecretRef SECRET = new SecretRef.Env("TOKEN");

    private final TinyHttp server = new TinyHttp();

    @AfterEach
    void stop() {
        server.close();
    }

    private static Parameter parameter(String name, Type type, boolean required) {
        return new Parameter(
                name,
                type,
                "the " + name,
                required,
                List.of(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static final List<Parameter> PARAMETERS = List.of(
            parameter("id", Type.STRING, true),
            parameter("count", Type.INTEGER, false),
            new Parameter(
                    "level",
                    Type.STRING,
                    "the level",
                    false,
                    List.of("low", "high"),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.of("low")));

    private Tool tool(String method, Optional<Authentication> way, int retries, String... hosts) {
        var api = new Body.Api(
                method,
                server.address() + "/items/{id}",
                Map.of("X-Team", new Setting.Text("ops")),
                way,
                Duration.ofSeconds(1),
                retries,
                List.of(hosts));
        var definition = new ToolDefinition("item", "Item", "does it", PARAMETERS, api);
        return new HttpTools(HttpToolTest::secret).open(definition).orElseThrow();
    }

    private static String secret(SecretRef ref) {
        if (ref.equals(SECRET)) {
            return "s3cret";
        }
        throw new IllegalStateException("OTHER is not set. Set it");
    }

    private Tool tool(String method) {
        return tool(method, Optional.of(new Authentication.Bearer(SECRET)), 0, "localhost");
    }

    private static Invocation invocation(String arguments) {
        var requester = new Invocation.Requester("ana", Set.of(), Set.of());
        return new Invocation(arguments.replace('\'', '"'), requester, "run/call", 1, "");
    }

    private static ToolOutcome call(Tool tool, String arguments) {
        return tool.call(invocation(arguments));
    }

    @Test
    void a_read_puts_its_arguments_into_path_and_query() {
        server.answers(TinyHttp.ok("{\"a\":\"h\u00e9\"}"));

        assertThat(call(tool("GET"), "{'id':'a/b ../c','count':'3'}"))
                .isEqualTo(new ToolOutcome.Success("{\"a\":\"h\u00e9\"}"));
        assertThat(server.requests.getFirst())
                .startsWith("GET /items/a%2Fb%20..%2Fc?count=3&level=low HTTP/1.1\n")
                .contains("X-Team: ops\n", "Authorization: Bearer s3cret\n")
                .doesNotContain("Idempotency-Key");
    }

    @Test
    void a_write_puts_the_rest_into_its_body_and_carries_its_key() {
        call(tool("POST"), "{'id':'..','count':3,'level':'high'}");

        assertThat(server.requests.getFirst())
                .startsWith("POST /items/%2E%2E HTTP/1.1\n")
                .contains("Idempotency-Key: run/call\n", "Content-Type: application/json\n")
                .endsWith("{\"count\":3,\"level\":\"high\"}");
    }

    @Test
    void a_method_says_what_a_call_can_do() {
        assertThat(tool("GET").spec().toolClass()).isEqualTo(ToolClass.READ);
        assertThat(tool("PUT").spec().toolClass()).isEqualTo(ToolClass.WRITE);
        assertThat(tool("DELETE").spec().toolClass()).isEqualTo(ToolClass.DESTRUCTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'id':'x','level':'mid'}", "{'id':'x','more':1}", "[]", "{"})
    void arguments_that_were_not_declared_are_refused_before_the_gate_and_before_the_call(
            String arguments) {
        var tool = tool("POST");

        assertThat(((Previewing) tool).preview(invocation(arguments)))
                .isInstanceOf(Preview.Fails.class);
        assertThat(call(tool, arguments)).isInstanceOf(ToolOutcome.Failure.class);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_preview_shows_the_request_and_no_secret() {
        var preview = ((Previewing) tool("POST")).preview(invocation("{'id':'7','count':1}"));

        assertThat(preview)
                .isInstanceOfSatisfying(Preview.Shows.class, shows -> assertThat(shows.facts())
                        .containsExactly(
                                new Fact("Request", "POST " + server.address() + "/items/7"),
                                new Fact("Body", "{\"count\":1,\"level\":\"low\"}")));
        assertThat(preview.toString()).doesNotContain("s3cret");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void our_own_network_is_closed_unless_the_manifest_names_the_host() {
        assertThat(call(tool("GET", Optional.empty(), 0), "{'id':'x'}").toString())
                .contains("localhost is in a private network", "Nothing was sent");
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "192.168.1.1",
                "172.16.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "100.64.0.1",
                "198.18.0.1",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:0:7f00:1::",
                "224.0.0.1",
                "255.255.255.255"
            })
    void every_form_of_an_address_of_our_own_is_known(String address) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void redirects_are_not_followed() {
        server.answers("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n");

        assertThat(call(tool("GET"), "{'id':'x'}").toString())
                .contains("redirects are not followed");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void a_write_whose_answer_is_lost_has_an_unknown_outcome_and_is_not_repeated() {
        var tool = tool("POST", Optional.empty(), 3, "localhost");
        server.answers("HTTP/1.1 200 OK\r\nContent-Le");
        assertThat(call(tool, "{'id':'x'}")).isInstanceOf(ToolOutcome.Unknown.class);
        server.answers("hang");
        assertThat(call(tool, "{'id':'x'}")).isInstanceOf(ToolOutcome.Unknown.class);
        server.answers(TinyHttp.status(503));
        assertThat(call(tool, "{'id':'x'}")).isInstanceOf(ToolOutcome.Unknown.class);

        assertThat(server.requests.stream().filter(r -> r.startsWith("POST"))).hasSize(3);
    }

    @Test
    void a_read_is_tried_again_as_often_as_the_manifest_says() {
        server.answers(TinyHttp.status(503), "HTTP/1.1 2", TinyHttp.ok("there"));

        assertThat(call(tool("GET", Optional.empty(), 2, "localhost"), "{'id':'x'}"))
                .isEqualTo(new ToolOutcome.Success("there"));
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void failed_call_tells_why() {
        server.answers("HTTP/1.1 404 Gone\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "7\r\nno such\r\n5\r\n item\r\n0\r\n\r\n");

        assertThat(call(tool("POST"), "{'id':'x'}"))
                .isEqualTo(new ToolOutcome.Failure("The server answered 404.\nno such item"));
    }

    @Test
    void a_long_answer_is_cut_and_says_so() {
        server.answers(TinyHttp.ok("x".repeat(300_000)));

        assertThat(((ToolOutcome.Success) call(tool("GET"), "{'id':'x'}")).text())
                .hasSizeLessThan(210_000)
                .endsWith("(cut: the answer is longer than 200 KB)");
    }

    @Test
    void a_server_that_is_not_there_was_sent_nothing() {
        server.close();

        assertThat(call(tool("POST"), "{'id':'x'}").toString())
                .startsWith("Failure")
                .contains("localhost cannot be reached. Nothing was sent.");
    }

    @Test
    void other_ways_of_saying_who_we_are() {
        call(
                tool("GET", Optional.of(new Authentication.Basic("u", SECRET)), 0, "localhost"),
                "{'id':'x'}");
        call(
                tool(
                        "GET",
                        Optional.of(new Authentication.ApiKey("X-Key", SECRET)),
                        0,
                        "localhost"),
                "{'id':'x'}");

        assertThat(server.requests.getFirst()).contains("Authorization: Basic dTpzM2NyZXQ=\n");
        assertThat(server.requests.getLast()).contains("X-Key: s3cret\n");
    }

    @Test
    void a_secret_that_is_missing_is_named_and_nothing_is_sent() {
        var way = new Authentication.Bearer(new SecretRef.Env("OTHER"));

        assertThat(call(tool("GET", Optional.of(way), 0, "localhost"), "{'id':'x'}"))
                .isEqualTo(new ToolOutcome.Failure("OTHER is not set. Set it. Nothing was sent."));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_human_tool_asks_people_what_its_arguments_say() {
        var definition =
                new ToolDefinition("escalate", "Escalate", "d", List.of(), new Body.Human());
        var tool = (Asking) new HttpTools(ref -> "").open(definition).orElseThrow();

        assertThat(tool.ask("{\"message\":\"May I?\"}"))
                .isInstanceOfSatisfying(Asking.Asked.Prompts.class, prompts -> assertThat(
                                prompts.prompts().getFirst().question())
                        .isEqualTo("May I?"));
        assertThat(tool.ask("{}"))
                .isEqualTo(new Asking.Asked.Fails("message parameter is required."));
    }
}
