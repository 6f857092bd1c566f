package dev.countersign.bot.alone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.story.Papers;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The command says which rule decides and why, and everything that follows from it. */
@Timeout(60)
class PolicyCommandTest {
    private static final String IN_PROD =
            "{\"name\":\"web\",\"namespace\":\"prod\",\"replicas\":3}";

    private static final String DOCUMENTS =
            """
            apiVersion: countersign.dev/v1alpha1
            kind: LLM
            metadata: { name: commands }
            spec: { provider: commands }
            ---
            apiVersion: countersign.dev/v1alpha1
            kind: ApprovalPolicy
            metadata: { name: ops }
            spec:
              rules:
                - match: { class: [write], where: 'targets.exists(t, t.namespace == "prod")' }
                  decision: ask
                  approvers: { groups: [oncall], count: 2 }
                  breakGlass: [leads]
                  expireAfter: 4h
                  escalate: [ { after: 2h, to: [leads-mail], groups: [leads] } ]
                  grants: { maxFor: 30m, maxUses: 5 }
            ---
            """ + Papers.channel("leads-mail", "type: email, email: { address: l@example.com }")
                    + "---\n" + Papers.person("dana", "groups: [oncall]")
                    + "---\n" + Papers.person("li", "groups: [oncall, leads]")
                    + "---\n";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        var manifests = Files.createDirectory(folder.resolve("manifests"));
        Files.writeString(manifests.resolve("a.yaml"), DOCUMENTS + Papers.agent("ops"));
        Files.writeString(
                folder.resolve("countersign.yaml"),
                "data: %s\nmanifests: [ %s ]\n".formatted(folder.resolve("data"), manifests));
    }

    private int explains(String agent, String tool, String args) {
        var terminal = new Terminal(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(out),
                new PrintWriter(err),
                Clock.systemUTC());
        var cli = new Cli(terminal, none -> Cli.REFUSED, List.of(new PolicyCommand(terminal)));
        var config = folder.resolve("countersign.yaml").toString();
        return cli.run("policy", "explain", "--config", config, agent, tool, args);
    }

    @Test
    void a_rule_that_asks_is_told_with_who_where_and_when() {
        assertThat(explains("ops", "k8s_scale", IN_PROD)).isEqualTo(Cli.DONE);

        assertThat(out.toString().lines())
                .containsExactly(
                        "Decides  ops#1: it is the first rule that meets this call",
                        "Result   ask",
                        "Who      2 of the group oncall; not who asked, nor who changed the"
                                + " arguments",
                        "Glass    in an emergency the group leads, with a reason",
                        "Where    the channels of the agent, or where the conversation is; and the"
                                + " console",
                        "Reminds  after 2h, after 3h 12m",
                        "Then     after 2h asks leads-mail; the group leads may decide, too",
                        "Ends     after 4h, not run",
                        "Grants   a yes may hold for 30m or 5 uses");
    }

    @Test
    void a_call_that_no_rule_meets_is_told_by_what_it_goes() {
        assertThat(explains("ops", "k8s_scale", IN_PROD.replace("prod", "shop")))
                .isEqualTo(Cli.DONE);

        assertThat(out.toString())
                .contains("Passed   ops#1: its condition is false")
                .contains("Decides  ops default for write")
                .contains("Who      the requester, or the group approvers");
    }

    @Test
    void a_slip_of_the_pen_is_told_with_the_nearest_name() {
        assertThat(explains("opz", "k8s_scale", IN_PROD)).isEqualTo(Cli.REFUSED);
        assertThat(explains("ops", "k8s_scal", IN_PROD)).isEqualTo(Cli.REFUSED);
        assertThat(explains("ops", "k8s_scale", "web")).isEqualTo(Cli.USAGE);

        assertThat(err.toString())
                .contains("There is no agent opz. Did you mean ops?")
                .contains("There is no built-in tool k8s_scal. Did you mean k8s_scale?")
                .contains("ARGS is not a JSON object");
    }
}
