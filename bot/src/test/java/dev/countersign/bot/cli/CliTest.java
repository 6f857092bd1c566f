package dev.countersign.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.config.ConfigFailure;
import dev.countersign.bot.config.LocalToken;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class CliTest {

    private static final String QUESTION = """
            {"key":"q_1","version":2,"kind":"%s","state":"open","run":"r_1","agent":"a",
             "level":"high","call":{"id":"c","tool":"k8s_scale","arguments":{"n":5},"digest":"9c"},
             "card":{"title":"Scale web","facts":[{"label":"Cluster","value":"sandbox"}],
             "changes":[{"path":"spec.replicas","before":"3","after":"5"}],"diff":"-3\\n+5",
             "quote":"needed\\u001b[2J","warnings":["Careful."]},"questions":%s,"fields":[],
             "opened":"2026-03-02T12:00:00Z","expires":"2026-03-03T12:00:00Z","decided":null}
            """;
    private static final String DECIDED = "{\"key\":\"q_1\",\"sentence\":\"Approved by dana.\"}";

    private final Wall wall = new Wall();
    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ask_prints_the_answer() {
        server.answers("GET /api/v1/agents", 200, "{\"items\":[{\"name\":\"hitl-agent\"}]}");
        server.answers("POST /api/v1/runs", 201, "{\"id\":\"r_1\"}");
        server.answers("GET /api/v1/runs/r_1/events", 200, "event: answer\ndata: {}\n\n");
        server.answers(
                "GET /api/v1/runs/r_1",
                200,
                "{\"id\":\"r_1\",\"phase\":\"resting\",\"answer\":\"3 pods.\",\"questions\":[]}");

        assertThat(run("ask", "list", "all pods")).isEqualTo(0);

        assertThat(wall.out()).isEqualTo("3 pods.\n");
        assertThat(server.body("POST /api/v1/runs"))
                .isEqualTo("{\"message\":\"list all pods\",\"agent\":\"hitl-agent\"}");
        assertThat(server.header("POST /api/v1/runs", "Authorization")).isEqualTo("Bearer t0ken");
        assertThat(server.header("POST /api/v1/runs", "X-Countersign-Door")).isEqualTo("cli");
    }

    @Test
    void ask_prints_the_question_that_waits_and_how_to_decide_it() {
        server.answers("POST /api/v1/runs", 201, "{\"id\":\"r_1\"}");
        server.answers("GET /api/v1/runs/r_1/events", 200, "event: question\ndata: {}\n\n");
        server.answers(
                "GET /api/v1/runs/r_1",
                200,
                "{\"id\":\"r_1\",\"phase\":\"acting\",\"questions\":[\"q_1\"]}");
        server.answers("GET /api/v1/questions/q_1", 200, QUESTION.formatted("approve", "[]"));

        assertThat(run("ask", "--agent", "a", "scale web")).isEqualTo(0);

        assertThat(wall.out())
                .contains("Scale web")
                .contains("Would run: k8s_scale {\"n\":5}")
                .contains("Change: spec.replicas: 3 -> 5")
                .contains("Warning: Careful.")
                .contains("Expires in 24 h")
                .contains("countersign approve q_1   or   countersign reject q_1")
                .doesNotContain("\u001b");
    }

    @Test
    void ask_says_which_agents_there_are_when_it_cannot_choose() {
        server.answers(
                "GET /api/v1/agents", 200, "{\"items\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");

        assertThat(run("ask", "hello")).isEqualTo(1);
        assertThat(wall.err()).contains("--agent with one of: a, b");
    }

    @Test
    void runs_and_questions_are_aligned_lists() {
        server.answers("GET /api/v1/runs", 200, """
                {"items":[{"id":"r_1","agent":"a","phase":"acting","requester":"ana","open":1,
                "started":"2026-03-02T11:00:00Z","title":"delete it"}],"next":null}
                """);
        server.answers(
                "GET /api/v1/questions",
                200,
                "{\"items\":[" + QUESTION.formatted("approve", "[]") + "],\"next\":null}");

        assertThat(run("runs", "--phase", "acting")).isEqualTo(0);
        assertThat(wall.out())
                .contains("RUN  AGENT  PHASE   BY   OPEN  STARTED     SAID\n")
                .contains("r_1  a      acting  ana  1     60 min ago  delete it\n");

        assertThat(run("questions", "--for", "dana")).isEqualTo(0);
        assertThat(wall.out())
                .contains("q_1       approve  high   a      r_1  in 24 h  Scale web\n");
        assertThat(server.query("GET /api/v1/runs")).contains("phase=acting");
        assertThat(server.query("GET /api/v1/questions")).contains("for=dana");
    }

    @Test
    void approve_and_reject_send_the_verdict() {
        server.answers("POST /api/v1/questions/q_1/decision", 200, DECIDED);

        assertThat(run("approve", "q_1", "--arguments", "{\"n\":3}", "--reason", "ok"))
                .isEqualTo(0);
        assertThat(wall.out()).isEqualTo("Approved by dana.\n");
        assertThat(server.body("POST /api/v1/questions/q_1/decision"))
                .isEqualTo("{\"verdict\":\"approve\",\"reason\":\"ok\",\"arguments\":{\"n\":3}}");

        assertThat(run("reject", "q_1", "--reason", "not today")).isEqualTo(0);
        assertThat(server.body("POST /api/v1/questions/q_1/decision"))
                .isEqualTo("{\"verdict\":\"reject\",\"reason\":\"not today\"}");
    }

    @Test
    void a_refusal_is_printed_and_exits_1() {
        server.answers(
                "POST /api/v1/questions/q_1/decision",
                409,
                "{\"status\":409,\"detail\":\"Already approved by li at 10:42 UTC.\"}");

        assertThat(run("approve", "q_1")).isEqualTo(1);
        assertThat(wall.err()).isEqualTo("Already approved by li at 10:42 UTC.\n");
        assertThat(wall.out()).isEmpty();
    }

    @Test
    void answers_fit_the_kind_of_the_question() {
        var one = "[{\"question\":\"Which?\",\"choices\":[],\"multiple\":false}]";
        var path = "POST /api/v1/questions/q_1/decision";
        server.answers(path, 200, DECIDED);
        server.answers("GET /api/v1/questions/q_1", 200, QUESTION.formatted("ask", one));
        run("answer", "q_1", "my", "app");
        assertThat(server.body(path))
                .isEqualTo("{\"answers\":[{\"answer\":[\"my app\"]}],\"version\":2}");

        server.answers("GET /api/v1/questions/q_1", 200, QUESTION.formatted("form", "[]"));
        run("answer", "q_1", "name=web", "n=3");
        assertThat(server.body(path))
                .isEqualTo("{\"answers\":{\"name\":\"web\",\"n\":\"3\"},\"version\":2}");

        server.answers("GET /api/v1/questions/q_1", 200, QUESTION.formatted("external", "[]"));
        run("answer", "q_1", "give-up", "no", "idea");
        assertThat(server.body(path))
                .isEqualTo("{\"outcome\":{\"result\":\"give-up\",\"text\":\"no idea\"},"
                        + "\"version\":2}");

        server.answers("GET /api/v1/questions/q_1", 200, QUESTION.formatted("approve", "[]"));
        assertThat(run("answer", "q_1", "yes")).isEqualTo(2);
    }

    @Test
    void apply_sends_files_and_standard_input() throws Exception {
        server.answers(
                "POST /api/v1/manifests",
                200,
                "{\"documents\":[\"Agent a\"],\"problems\":[{\"severity\":\"warning\",\"line\":3,"
                        + "\"document\":\"Agent a\",\"path\":\"spec.x\",\"message\":\"new\"}]}");
        var file = Files.writeString(folder.resolve("a.yaml"), "kind: Agent");

        assertThat(run("apply", "-f", file.toString())).isEqualTo(0);
        assertThat(server.body("POST /api/v1/manifests")).isEqualTo("kind: Agent");
        assertThat(wall.out()).isEqualTo("applied Agent a\n");
        assertThat(wall.err()).contains("warning line 3 Agent a spec.x: new");

        wall.types("kind: Person");
        assertThat(run("apply", "-f", "-")).isEqualTo(0);
        assertThat(server.body("POST /api/v1/manifests")).isEqualTo("kind: Person");
        assertThat(run("apply", "-f", folder.resolve("no.yaml").toString())).isEqualTo(1);
    }

    @Test
    void a_login_link_is_printed() {
        server.answers("POST /api/v1/login-links", 201, "{\"link\":\"http://x/login/1\"}");

        assertThat(run("login-link", "dana")).isEqualTo(0);
        assertThat(wall.out()).isEqualTo("http://x/login/1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"questons", "approve", "runs --nope", "ask", "approve q --arguments [1]"})
    void wrong_words_exit_2(String words) {
        assertThat(run(words.split(" "))).isEqualTo(2);
        assertThat(wall.err()).contains("--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ask",
                "runs",
                "questions",
                "approve",
                "reject",
                "answer",
                "apply",
                "login-link"
            })
    void every_command_explains_itself(String command) {
        assertThat(run(command, "--help")).isEqualTo(0);
        assertThat(wall.out()).startsWith("Usage: countersign " + command);
    }

    @Test
    void a_misspelled_command_names_the_nearest() {
        run("aprove", "q_1");

        assertThat(wall.err()).contains("Did you mean approve?");
    }

    @Test
    void without_a_token_or_a_server_it_says_what_to_do() {
        wall.environment().remove("COUNTERSIGN_TOKEN");
        wall.environment().put("COUNTERSIGN_DATA", folder.toString());
        assertThat(run("runs")).isEqualTo(1);
        assertThat(wall.err()).contains("Set COUNTERSIGN_TOKEN");

        server.close();
        wall.environment().put("COUNTERSIGN_TOKEN", "t");
        assertThat(run("runs")).isEqualTo(1);
        assertThat(wall.err()).contains("Nothing answers at").contains("bot/countersign");
    }

    @Test
    void the_local_token_file_is_used_where_no_token_is_set() throws Exception {
        server.answers("GET /api/v1/runs", 200, "{\"items\":[],\"next\":null}");
        wall.environment().remove("COUNTERSIGN_TOKEN");
        wall.environment().put("COUNTERSIGN_DATA", folder.toString());
        var token = LocalToken.keptIn(folder);

        assertThat(run("runs")).isEqualTo(0);
        assertThat(server.header("GET /api/v1/runs", "Authorization"))
                .isEqualTo("Bearer " + token.reveal());
    }

    @Test
    void without_a_command_it_serves_with_the_configuration_given() {
        assertThat(run("--config", "cs.yaml")).isEqualTo(0);
        assertThat(wall.out()).isEqualTo("serving Optional[cs.yaml]\n");

        assertThat(run("--config", "broken.yaml")).isEqualTo(1);
        assertThat(wall.err()).isEqualTo("broken.yaml:1: no. Nothing was started.\n");
    }

    @Test
    void the_usual_words_start_the_server_without_the_library_of_the_command_line() {
        assertThat(PlainStart.isMeantBy()).isTrue();
        assertThat(PlainStart.isMeantBy("--config", "cs.yaml")).isTrue();
        assertThat(PlainStart.isMeantBy("--config=cs.yaml")).isFalse();
        assertThat(PlainStart.isMeantBy("--config", "--help")).isFalse();
        assertThat(PlainStart.isMeantBy("runs")).isFalse();

        assertThat(plainly()).isEqualTo(0);
        assertThat(plainly("--config", "cs.yaml")).isEqualTo(0);
        assertThat(wall.out()).isEqualTo("serving Optional.empty\nserving Optional[cs.yaml]\n");
        assertThat(plainly("--config", "broken.yaml")).isEqualTo(1);
        assertThat(wall.err()).isEqualTo("broken.yaml:1: no. Nothing was started.\n");
    }

    private int plainly(String... words) {
        return PlainStart.run(wall.terminal(), this::serve, words);
    }

    private int run(String... words) {
        wall.clear();
        wall.environment().putIfAbsent("COUNTERSIGN_URL", server.url());
        return new Cli(wall.terminal(), this::serve, List.of()).run(words);
    }

    private int serve(Optional<Path> config) {
        if (config.filter(file -> file.toString().startsWith("broken")).isPresent()) {
            throw new ConfigFailure("broken.yaml:1: no. Nothing was started.");
        }
        wall.terminal().say("serving " + config);
        return 0;
    }
}
