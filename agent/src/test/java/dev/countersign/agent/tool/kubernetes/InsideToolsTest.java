package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.sandbox.Fault;
import dev.countersign.channels.Card.Fact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands in containers, and questions to services, on the sandbox. */
class InsideToolsTest {
    private static final String EXEC = "k8s_execute_command";
    private static final String CHECK = "k8s_check_service_connectivity";

    private final Bench bench = Bench.onSandbox();
    private final String pod = bench.success(
                    "k8s_get_resources", "resource_type", "pods", "namespace", "shop")
            .lines()
            .map(line -> line.split("\\s+")[0])
            .filter(name -> name.startsWith("web-"))
            .findFirst()
            .orElseThrow();

    @AfterEach
    void stop() {
        bench.close();
    }

    private String[] command(String text) {
        return new String[] {"pod_name", pod, "namespace", "shop", "command", text};
    }

    private long commandsRun() {
        return bench.sandbox().tally().lines().stream()
                .filter(line -> line.mark().verb().equals("exec"))
                .mapToInt(line -> line.changed() + line.unchanged())
                .sum();
    }

    @Test
    void a_command_is_shown_word_by_word_and_runs_once() {
        var shown = bench.shows(EXEC, command("echo 'two words' plain"));
        assertThat(shown.title()).isEqualTo("Run a command in Pod " + pod);
        assertThat(shown.facts())
                .contains(
                        new Fact("Cluster", "sandbox"),
                        new Fact("Namespace", "shop"),
                        new Fact("Container", "web"),
                        new Fact("Command", "echo 'two words' plain"));
        assertThat(commandsRun()).isZero();

        assertThat(bench.callShown(EXEC, shown.basis(), command("echo 'two words' plain")))
                .isEqualTo(new ToolOutcome.Success("two words plain"));
        assertThat(commandsRun()).isEqualTo(1);
    }

    @Test
    void what_only_a_shell_understands_goes_to_a_shell() {
        assertThat(bench.shows(EXEC, command("echo a; hostname")).facts())
                .contains(new Fact("Command", "sh -c 'echo a; hostname'"));
        assertThat(bench.success(EXEC, command("echo a; hostname"))).isEqualTo("a\n" + pod);
    }

    @Test
    void a_command_that_fails_says_its_code_and_what_it_wrote() {
        assertThat(bench.failure(EXEC, command("cat /nowhere")))
                .contains("exit code 1", "[stderr]", "No such file");
        assertThat(bench.failure(EXEC, command("rm -rf x"))).contains("exit code 127", "not found");
        assertThat(bench.success(EXEC, command("true"))).isEqualTo("(no output)");
    }

    @Test
    void a_pod_that_was_replaced_is_asked_about_again() {
        assertThat(bench.callShown(EXEC, "the uid of another one", command("ls")))
                .isInstanceOf(ToolOutcome.Moved.class);
        assertThat(commandsRun()).isZero();
    }

    @Test
    void output_without_an_end_is_cut_and_its_outcome_is_open() {
        var outcome = bench.call(EXEC, command("yes"));

        assertThat(outcome).isInstanceOf(ToolOutcome.Unknown.class);
        assertThat(((ToolOutcome.Unknown) outcome).known())
                .contains("wrote more than is read")
                .hasSizeBetween(100_000, 200_000);
    }

    @Test
    void nobody_is_asked_about_a_command_that_its_requester_may_not_run() {
        bench.sandbox().deny("ana@example.com", "create", "pods/exec");
        try (Bench ana = Bench.asRequester(bench.server())) {
            assertThat(ana.fails(EXEC, command("ls")))
                    .contains("ana@example.com may not create pods/exec", "nobody was asked");
            assertThat(ana.failure(EXEC, command("ls"))).contains("may not do this");
        }
        assertThat(bench.success(EXEC, command("ls"))).contains("etc");
    }

    @Test
    void a_wrong_pod_container_or_command_is_told_before_anybody_is_asked() {
        assertThat(bench.fails(EXEC, "pod_name", "nobody", "namespace", "shop", "command", "ls"))
                .contains("not found", "k8s_get_resources");
        assertThat(bench.fails(
                        EXEC,
                        "pod_name",
                        pod,
                        "namespace",
                        "shop",
                        "container",
                        "side",
                        "command",
                        "ls"))
                .contains("has no container side", "Its containers are: web");
        assertThat(bench.fails(EXEC, command("echo \"open"))).contains("is not closed");
        assertThat(bench.failure(EXEC, "pod_name", pod)).contains("command parameter is required");
    }

    @Test
    void a_service_with_ready_pods_answers() {
        var shown = bench.shows(CHECK, "service_name", "web", "namespace", "shop");
        assertThat(shown.title()).isEqualTo("Check that Service web answers");
        assertThat(shown.facts()).contains(new Fact("Ports", "80"));

        assertThat(bench.success(CHECK, "service_name", "web", "namespace", "shop"))
                .contains("has 3 ready addresses (web-", "Port 80: answers HTTP 200.");
    }

    @Test
    void a_service_without_ready_pods_says_who_is_missing() {
        bench.success("k8s_apply_manifest", "manifest", """
                apiVersion: v1
                kind: Service
                metadata: {name: pay, namespace: shop}
                spec: {selector: {app: payments}, ports: [{port: 9090}]}
                """);

        assertThat(bench.success(CHECK, "service_name", "pay", "namespace", "shop"))
                .contains(
                        "has 0 ready addresses and 1 that are not ready (payments-",
                        "Port 9090: cannot be reached",
                        "no endpoints available");
        bench.success("k8s_scale", "name", "web", "namespace", "shop", "replicas", "0");
        assertThat(bench.success(CHECK, "service_name", "web", "namespace", "shop"))
                .contains("has 0 ready addresses.", "Port 80: cannot be reached");
    }

    @Test
    void nobody_is_asked_about_a_service_that_may_not_be_reached() {
        assertThat(bench.fails(CHECK, "service_name", "nobody")).contains("not found");
        bench.sandbox().add(Fault.on(new Fault.Act.Deny(), "get", "services/proxy"));
        assertThat(bench.fails(CHECK, "service_name", "web", "namespace", "shop"))
                .contains("may not get services/proxy");
        assertThat(bench.success(CHECK, "service_name", "web", "namespace", "shop"))
                .contains("Port 80: not asked, the cluster does not let us");
    }
}
