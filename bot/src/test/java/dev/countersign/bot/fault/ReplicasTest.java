package dev.countersign.bot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.sandbox.Fault;
import dev.countersign.bot.crash.Victim;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What two processes on one PostgreSQL owe each other, and the people at their doors. */
@Timeout(300)
class ReplicasTest {
    /** A process has eleven connections at most. */
    private static final int MOST_CONNECTIONS = 2 * 11;

    private static final int MANY = 64;
    /** Shorter than any sweep: who is told within this was woken. */
    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    /** One field more stands for whatever a newer release may say. */
    private static final String LATER = "form = '{\"haste\":1,' || substring(form, 2)";

    private static final String AS_BEFORE = "form = '{' || substring(form, 12)";
    private static final JsonNode YES = Client.object().put("verdict", "approve");

    @TempDir
    private static Path folder;

    private static World world;

    @BeforeAll
    static void begin() throws IOException {
        world = World.onPostgres(folder, 2);
        both();
    }

    @AfterAll
    static void end() throws Exception {
        world.close();
    }

    private static ConditionFactory eventually() {
        return await().dontCatchUncaughtExceptions().atMost(PATIENCE);
    }

    private static void both() {
        eventually().until(() -> world.fleet().alive().size() == 2);
    }

    private static Victim replica(int i) {
        return world.fleet().at(i).orElseThrow();
    }

    private static String asks(Victim replica, String object) throws IOException {
        return asks(replica, "hitl-agent", object);
    }

    private static String asks(Victim replica, String agent, String object) throws IOException {
        var body = Client.object().put("agent", agent).put("message", Client.words(object));
        return replica.post("/api/v1/runs", object, body).body().path("id").asText();
    }

    private static JsonNode run(String run) {
        return world.fleet().get("/api/v1/runs/" + run).body();
    }

    private static String question(String run) {
        eventually().until(() -> run(run).path("questions").size() == 1);
        return run(run).at("/questions/0").asText();
    }

    private static String decision(String key) {
        return "/api/v1/questions/" + key + "/decision";
    }

    private static void approves(Victim replica, String key) throws IOException {
        var told = replica.post(decision(key), key, YES);
        assertThat(told.status()).as("%s", told).isEqualTo(200);
    }

    @Test
    void who_watches_at_one_replica_is_woken_by_a_decision_at_another() throws Exception {
        both();
        var run = asks(replica(0), "watched");
        var key = question(run);
        var events = URI.create(replica(1).url() + "/api/v1/runs/" + run + "/events");
        var request = HttpRequest.newBuilder(events)
                .header("Authorization", "Bearer " + World.token("p1"))
                .build();
        try (var http = HttpClient.newHttpClient();
                var seen = Executors.newVirtualThreadPerTaskExecutor()) {
            var lines = http.send(request, BodyHandlers.ofLines()).body().iterator();
            approves(replica(0), key);
            var told = seen.submit(() -> {
                for (var line = lines.next(); !line.contains("\"decided\""); line = lines.next()) {
                    assertThat(line).doesNotContain("still here");
                }
                return true;
            });
            assertThat(told.get(AT_ONCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            http.shutdownNow();
        }
    }

    @Test
    void a_question_expires_at_a_replica_that_did_not_ask_it() throws Exception {
        both();
        var run = asks(replica(0), "soon-over", "expires");
        question(run);
        world.fleet().kill(0);
        eventually().until(() -> run(run).path("phase").asText().equals("resting"));
        assertThat(run(run).path("answer").asText()).contains("no decision was made");
        assertThat(world.changes("expires")).isZero();
    }

    @Test
    void a_replica_whose_clock_is_wrong_says_so_until_it_is_right() throws Exception {
        both();
        var wrong = replica(1);
        wrong.isOff(Duration.ofHours(1));
        eventually().until(() -> causes(wrong).contains("takes over no run"));
        assertThat(causes(wrong))
                .contains("The clock of this server is 3", " s ahead of the database's");
        assertThat(wrong.get("/readyz").status()).isEqualTo(503);
        assertThat(wrong.metric("countersign_clock_ahead_seconds")).isGreaterThan(3_500);
        assertThat(replica(0).get("/readyz").status()).isEqualTo(200);
        wrong.isOff(Duration.ZERO);
        eventually().until(() -> causes(wrong).equals("[]"));
    }

    private static String causes(Victim replica) throws IOException {
        return replica.get("/readyz").body().path("causes").toString();
    }

    @Test
    void a_replica_that_is_told_to_stop_lets_its_tool_end_and_hands_on_the_rest() throws Exception {
        both();
        var stopping = replica(0);
        var run = asks(stopping, "drained");
        var key = question(run);
        world.cluster()
                .add(Fault.on(new Fault.Act.Slow(2_000), "*", "configmaps").times(2));
        approves(stopping, key);
        world.fleet().retire(0);
        eventually().until(() -> run(run).path("phase").asText().equals("resting"));
        assertThat(run(run).path("answer").asText()).contains("drained in default was created");
        assertThat(world.changes("drained")).isOne();
        world.cluster().clearFaults();
    }

    @Test
    void a_page_that_one_replica_showed_is_answered_at_another() throws Exception {
        both();
        var run = asks(replica(0), "by-mail", "paged");
        var link = world.mail().letter("p7", "paged", "Exact arguments").link();
        var form = Road.ByMail.form(replica(0).text(link).body(), true).orElseThrow();
        assertThat(replica(1).posts(link, form).statusCode()).isEqualTo(Road.ByMail.RECORDED);
        eventually().until(() -> run(run).path("phase").asText().equals("resting"));
        assertThat(world.changes("paged")).isOne();
    }

    private static String inRow(String column, String name) {
        return " where " + column + " = '" + name + "'";
    }

    @Test
    void what_a_newer_release_keeps_is_refused_and_left_alone_while_the_rest_goes_on()
            throws Exception {
        both();
        var run = asks(replica(0), "from-later");
        var key = question(run);
        sql("update run set version = version + 1, due_at = now(), " + LATER + inRow("id", run));
        sql("update question set " + LATER + inRow("name", key));
        var other = question(asks(replica(1), "goes-on"));
        approves(replica(1), other);
        eventually().until(() -> world.changes("goes-on") == 1);
        for (var i : List.of(0, 1)) {
            var refused = replica(i).get("/api/v1/runs/" + run);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("detail").asText()).contains("by a newer release");
            assertThat(replica(i).get("/api/v1/questions?state=open").status()).isEqualTo(200);
            assertThat(replica(i).post(decision(key), "too-soon-" + i, YES).status())
                    .isEqualTo(503);
        }
        sql("update run set version = version + 1, " + AS_BEFORE + inRow("id", run));
        sql("update question set " + AS_BEFORE + inRow("name", key));
        approves(replica(1), key);
        eventually().until(() -> run(run).path("phase").asText().equals("resting"));
        assertThat(world.changes("from-later")).isOne();
    }

    @Test
    void more_people_than_connections_are_all_answered() throws Exception {
        both();
        try (var people = Executors.newFixedThreadPool(MANY)) {
            Callable<Integer> look = () -> world.fleet()
                    .someone()
                    .orElseThrow()
                    .get("/api/v1/questions")
                    .status();
            var told = people.invokeAll(Collections.nCopies(4 * MANY, look));
            for (var one : told) {
                assertThat(one.get()).isEqualTo(200);
            }
        }
        assertThat(connections()).isLessThanOrEqualTo(MOST_CONNECTIONS);
    }

    private static Connection session() throws SQLException {
        var url = world.postgres().orElseThrow().url();
        return DriverManager.getConnection(url, "postgres", "any");
    }

    private static void sql(String change) throws SQLException {
        try (var session = session();
                var statement = session.createStatement()) {
            assertThat(statement.executeUpdate(change)).isOne();
        }
    }

    private static int connections() throws SQLException {
        try (var session = session();
                var statement = session.createStatement();
                var count = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where application_name = 'countersign'")) {
            count.next();
            return count.getInt(1);
        }
    }

    @Test
    void the_mailbox_has_one_reader_and_one_again_after_it_was_stopped() throws Exception {
        both();
        eventually().until(() -> readers().size() == 1);
        world.fleet().retire(readers().getFirst());
        both();
        eventually().until(() -> readers().size() == 1);
    }

    /** Those whose present life says that it reads mail. */
    private static List<Integer> readers() {
        return IntStream.range(0, 2).filter(ReplicasTest::reads).boxed().toList();
    }

    private static boolean reads(int i) {
        try {
            var log = world.fleet().log(i);
            var life = log.substring(Math.max(0, log.lastIndexOf("catalog has")));
            return life.contains("reading mail from");
        } catch (IOException gone) {
            return false;
        }
    }
}
