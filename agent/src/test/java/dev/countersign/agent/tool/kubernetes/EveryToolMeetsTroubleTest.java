package dev.countersign.agent.tool.kubernetes;

import static dev.countersign.agent.tool.kubernetes.ScriptedApi.says;
import static dev.countersign.agent.tool.kubernetes.ScriptedApi.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.ScriptedApi.Script;
import dev.countersign.agent.tool.kubernetes.ToolRows.Row;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Each tool once with each trouble: its error says what is wrong and what to do next. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryToolMeetsTroubleTest {
    private static final int RESULT = 262_144;
    private static final String CREATED = "apiVersion: v1\nkind: ConfigMap\n"
            + "metadata: {name: fetched, namespace: shop}\ndata: {k: v}\n";
    private static final String NEXT = "(?s).*(k8s_get_resources|Correct|Do not try|Wait a little"
            + "|[Tt]ry again|narrow|Narrow|Use k8s_|read back|could not be read|Check"
            + "|Read it again).*";

    private final ScriptedApi web = new ScriptedApi();
    private final Bench bench = Bench.onSandbox();
    private final ScriptedApi api = new ScriptedApi();
    private final Bench scripted = Bench.at(api.address());
    private final ToolRows rows = new ToolRows(pod(), web.address() + "/file.yaml");

    EveryToolMeetsTroubleTest() {
        web.otherwise(exchange -> {
            exchange.sendResponseHeaders(200, CREATED.length());
            exchange.getResponseBody().write(CREATED.getBytes());
        });
        bench.success("k8s_apply_manifest", "manifest", CREATED.replace("fetched", "doomed"));
    }

    @AfterAll
    void stop() {
        bench.close();
        web.close();
        scripted.close();
        api.close();
    }

    private String pod() {
        return bench.success("k8s_get_resources", "resource_type", "pods", "namespace", "shop")
                .lines()
                .map(line -> line.split("\\s+")[0])
                .filter(name -> name.startsWith("checkout-"))
                .findFirst()
                .orElseThrow();
    }

    /** One row for each tool there is; a tool without a row fails here. */
    private Stream<Row> tools() {
        var known = rows.byTool();
        assertThat(bench.tools().stream().map(tool -> tool.spec().name()))
                .containsExactlyInAnyOrderElementsOf(known.keySet());
        return bench.tools().stream().map(tool -> known.get(tool.spec().name()));
    }

    private static String told(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Failure failure -> failure.text();
            case ToolOutcome.Unknown unknown -> unknown.known();
            case ToolOutcome.Success success -> throw new AssertionError(success.text());
            case ToolOutcome.Moved moved -> throw new AssertionError(moved.what());
        };
    }

    /** What the tool says when it is called, and before, where it can show itself. */
    private static List<String> troubles(Bench at, Row row, String... arguments) {
        List<String> told = new ArrayList<>();
        told.add(told(at.call(row.tool(), arguments)));
        if (at.tool(row.tool()) instanceof Previewing) {
            told.add(at.fails(row.tool(), arguments));
        }
        return told;
    }

    /** What a tool that asks no cluster does is the same whatever the cluster does. */
    private static void eachSays(Bench at, Row row, String... words) {
        if (!row.touchesTheCluster()) {
            assertThat(at.success(row.tool(), row.good())).isNotBlank();
            return;
        }
        assertThat(troubles(at, row, row.good()))
                .allSatisfy(text -> assertThat(text).containsAnyOf(words).matches(NEXT));
    }

    /** An API server that says this to everything but the question what types there are. */
    private void where(Row row, Script script, String... words) {
        api.on("GET /version", script).otherwise(script);
        if (!row.tool().equals("k8s_get_available_api_resources")) {
            eachSays(scripted, row, words);
            return;
        }
        try (ScriptedApi fresh = new ScriptedApi();
                Bench at = Bench.at(fresh.address())) {
            fresh.on("GET /api/v1", script);
            eachSays(at, row, words);
        }
    }

    @ParameterizedTest
    @MethodSource("tools")
    void where_all_is_well_it_works(Row row) {
        if (bench.tool(row.tool()) instanceof Previewing) {
            assertThat(bench.preview(row.tool(), row.good())).isInstanceOf(Preview.Shows.class);
        }
        assertThat(bench.success(row.tool(), row.good())).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void what_is_not_there(Row row) {
        where(row, status(404, "NotFound", "it was not found"), "it was not found");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void what_is_forbidden(Row row) {
        where(
                row,
                status(403, "Forbidden", "it is forbidden"),
                "may not do this on this cluster. Do not try it again; tell the user which");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void what_conflicts(Row row) {
        where(
                row,
                status(409, "Conflict", "the object has been modified"),
                "Read it again and repeat the change on what it is now.");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void what_the_api_server_finds_invalid(Row row) {
        where(
                row,
                says(422, """
                        {"kind":"Status","reason":"Invalid","code":422,"message":"it is invalid",
                         "details":{"causes":[{"field":"spec.size","message":"too big"}]}}"""),
                "it is invalid. [spec.size: too big] Correct the named fields and call again.");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void what_is_wrong_before_anybody_is_asked(Row row) {
        assertThat(troubles(bench, row, row.wrong()))
                .allSatisfy(text -> assertThat(text).contains(row.says()));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void where_nobody_listens(Row row) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
            socket.close();
            try (Bench away = Bench.hasty(nobody)) {
                eachSays(away, row, "Nothing was sent. Say so to the user and try again later.");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tools")
    void where_the_answer_does_not_come(Row row) {
        try (ScriptedApi silent = new ScriptedApi();
                Bench at = Bench.hasty(silent.address())) {
            silent.on("GET /version", silent.silence()).otherwise(silent.silence());
            if (row.tool().equals("k8s_get_available_api_resources")) {
                silent.on("GET /api/v1", silent.silence());
            }
            eachSays(at, row, "did not answer within 150 ms.");
        }
    }

    @ParameterizedTest
    @MethodSource("tools")
    void where_the_server_is_busy(Row row) {
        where(
                row,
                status(429, "TooManyRequests", "slow down"),
                "The API server is busy. Wait a little and try again.");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void where_there_is_a_lot_of_everything(Row row) {
        String text = "all work and no play makes a dull log\\n".repeat(100);
        String item = "{\"metadata\":{\"name\":\"NAME\",\"namespace\":\"shop\"},\"data\":\"" + text
                + "\"},";
        String form = """
                {"kind":"Thing","apiVersion":"v1","metadata":{"name":"web","namespace":"shop",
                 "uid":"u","resourceVersion":"7"},"status":{"phase":"Running"},
                 "spec":{"containers":[{"name":"c"}],"ports":[{"port":80}]},
                 "data":{"k":"DATA"},"items":[ITEMS{}]}""";
        String huge = form.replace("DATA", text.repeat(80)).replace("ITEMS", item.repeat(80));
        assertThat(huge.length()).isGreaterThan(2 * RESULT);
        boolean here = row.tool().equals("k8s_execute_command") || !row.touchesTheCluster();
        Bench at = here ? bench : scripted;
        api.on("GET /version", says(200, huge)).otherwise(says(200, huge));
        assertThat(bounded(at.call(row.tool(), row.large()))).isBetween(1, RESULT);
        if (at.tool(row.tool()) instanceof Previewing) {
            assertThat(shown(at.preview(row.tool(), row.large()))).isBetween(1, 2 * RESULT);
        }
    }

    private static int bounded(ToolOutcome outcome) {
        return outcome instanceof ToolOutcome.Success success
                ? success.text().length()
                : told(outcome).length();
    }

    private static int shown(Preview preview) {
        return preview.toString().length();
    }

    @Test
    void every_tool_has_a_row_and_every_row_a_tool() {
        assertThat(tools()).hasSize(22).doesNotContainNull();
    }
}
