package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.tool.mcp.McpServers;
import dev.countersign.agent.tool.mcp.StandInHttp;
import dev.countersign.agent.tool.people.AskUser;
import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tools of a server wait for people like any other, and run only as they were shown. */
@Timeout(60)
class GatedServerTest {
    private final Workplace at = new Workplace();
    private final StandInHttp server = new StandInHttp();
    private final McpServers servers = new McpServers(ref -> "");

    @BeforeEach
    void start() {
        servers.adopt(List.of(new McpServerSpec(
                "web",
                server.transport(Map.of()),
                List.of(),
                false,
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(5))));
        servers.settle(Duration.ofSeconds(20));
        servers.tools("web").forEach(at::with);
    }

    @AfterEach
    void stop() {
        at.close();
        servers.close();
        server.close();
    }

    @Test
    void a_tool_of_a_server_is_gated_and_runs_once_when_somebody_has_said_yes() {
        at.takes(calls(call("web__write", "{\"text\":\"x\"}")), says("Written."));
        var run = at.hears("write x");
        var question = at.asks(run);
        assertThat(server.tools.written).hasValue(0);
        assertThat(question.card().facts()).anySatisfy(fact -> assertThat(fact.value())
                .startsWith("mcp web http://127.0.0.1:"));

        at.approves("dana", question.key());

        assertThat(at.answer(run)).isEqualTo("Written.");
        assertThat(at.results(run)).containsExactly("written 1");
    }

    @Test
    void what_a_refused_server_wants_to_know_is_asked_of_people_by_the_model() {
        at.with(new AskUser());
        at.takes(
                calls(call("web__write", "{\"text\":\"ask\"}")),
                calls(call("ask_user", "{\"questions\":[{\"question\":\"Which colour?\"}]}")),
                calls(call("web__write", "{\"text\":\"blue\"}")),
                says("It is blue."));
        var run = at.hears("write x");
        at.approves("dana", at.asks(run).key());
        at.until(run, now -> now.questions().stream()
                .anyMatch(q -> q.card().kind() == Card.Kind.ASK));
        assertThat(at.results(run).getFirst())
                .contains(
                        "written 1", "Which colour? Wanted: colour (string of [\"red\",\"blue\"])")
                .contains("Countersign refused", "ask_user");

        at.chooses("ana", at.asks(run).key(), new Choice.Answer(List.of(List.of("blue"))));
        at.until(run, now -> now.questions().stream()
                .anyMatch(q -> q.card().kind() == Card.Kind.APPROVE));
        at.approves("dana", at.asks(run).key());

        assertThat(at.answer(run)).isEqualTo("It is blue.");
    }

    @Test
    void a_tool_whose_schema_changed_while_it_waited_does_not_run() {
        at.takes(calls(call("web__write", "{\"text\":\"x\"}")), says("It changed."));
        var run = at.hears("write x");
        var question = at.asks(run);
        server.tools.changed = true;

        at.approves("dana", question.key());

        at.until(
                run,
                r -> r.questions().stream().anyMatch(q -> q.version() > 1)
                        || at.calls(run).getFirst().state() instanceof CallState.Refused);
        assertThat(server.tools.written).hasValue(0);
    }
}
