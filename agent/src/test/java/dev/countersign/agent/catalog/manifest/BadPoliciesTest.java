package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** What is wrong is refused in words when it is loaded, and what was in force before stays so. */
class BadPoliciesTest {
    private static final Path EXAMPLES = Path.of("../manifests/examples");
    private static final String HEAD = "apiVersion: countersign.dev/v1alpha1\nkind: ";

    @TempDir
    Path temp;

    private Folder folder;

    @BeforeEach
    void people_and_a_good_policy() throws IOException {
        folder = new Folder(temp)
                .with("people.yaml", Files.readString(EXAMPLES.resolve("people.yaml")))
                .with("p.yaml", policy("good", "decision: deny"));
    }

    private static String policy(String name, String rule) {
        return HEAD + "ApprovalPolicy\nmetadata: { name: p }\nspec:\n  rules:\n    - name: " + name
                + "\n      " + rule.replace("\n", "\n      ") + "\n";
    }

    private static String group(String name, String spec) {
        return HEAD + "Group\nmetadata: { name: " + name + " }\nspec: { " + spec + " }\n";
    }

    /** The new version is refused with these words, and the good one stays. */
    private void refused(String rule, String words) throws IOException {
        try (var catalog = folder.catalog()) {
            folder.with("p.yaml", policy("bad", rule));
            catalog.refresh();
            assertThat(folder.errors(catalog))
                    .singleElement()
                    .asString()
                    .contains(words)
                    .endsWith("The version that was loaded before stays in force.");
            assertThat(catalog.now().policies().get("p").rules().getFirst().name())
                    .isEqualTo("good");
        }
        folder.with("p.yaml", policy("good", "decision: deny"));
    }

    @Test
    void zero_people() throws IOException {
        refused("decision: ask\napprovers: {}", "Nobody is named");
        refused("decision: ask\napprovers: { groups: [nobodies] }", "No Person is in the group");
        refused(
                "decision: ask\napprovers: { stages: [ { name: one, people: [] } ] }",
                "Nobody is named");
    }

    @Test
    void a_quorum_larger_than_the_group() throws IOException {
        refused("decision: ask\napprovers: { groups: [oncall], count: 3 }", "quorum of 3");
        refused(
                "decision: ask\napprovers: { stages: [ { name: a, people: [dana], count: 2 } ] }",
                "quorum of 2");
    }

    @Test
    void an_unknown_channel() throws IOException {
        refused("decision: ask\nchannels: [ops-slak]", "Did you mean ops-slack?");
        refused("decision: ask\nescalate: [ { after: 1h, to: [nowhere] } ]", "nowhere");
        refused(
                "decision: ask\napprovers: { stages: [ { name: a, people: [dana],"
                        + " channels: [ops-slak] } ] }",
                "Did you mean ops-slack?");
    }

    @Test
    void conditions_that_loop_or_fail() throws IOException {
        refused("decision: ask\nmatch: { where: '1 / 0 == 1' }", "fails whatever the call is");
        refused(
                "decision: ask\nmatch: { where: 'args.a.all(x, args.a.all(y, args.a.all(z, x + y"
                        + " + z == 3)))' }",
                "loops too often");
        refused("decision: ask\nmatch: { where: 'arg.x == 1' }", "not valid CEL");
    }

    @Test
    void stages_quiet_hours_and_the_glass() throws IOException {
        refused(
                "decision: ask\napprovers: { stages: [ { name: a, people: [dana] }, { name: a,"
                        + " people: [li] } ] }",
                "Another stage is named a");
        refused(
                "decision: ask\napprovers: { people: [dana], stages: [ { name: a, people: [li]"
                        + " } ] }",
                "There is no key people here");
        refused(
                "decision: ask\nquietHours: { from: \"22:00\", to: \"07:00\", zone: Berlin }",
                "is no time zone");
        refused("decision: ask\nbreakGlass: [sres]", "No Person is in the group sres");
        refused(
                "decision: ask\nonExpiry: approve\nmatch: { class: [write, destructive] }",
                "Time approves no destructive call");
    }

    @Test
    void a_group_that_is_in_itself() throws IOException {
        folder.with(
                "g.yaml",
                group("platform", "groups: [oncall]"),
                group("everybody", "groups: [platform]"));
        try (var catalog = folder.catalog()) {
            assertThat(folder.errors(catalog)).isEmpty();
            assertThat(catalog.now().people().get("li").groups())
                    .containsExactlyInAnyOrder("oncall", "platform", "everybody");
            folder.with(
                    "g.yaml",
                    group("platform", "groups: [oncall, everybody]"),
                    group("everybody", "groups: [platform]"));
            catalog.refresh();
            assertThat(folder.errors(catalog))
                    .singleElement()
                    .asString()
                    .contains("The group is in itself: everybody > platform > everybody.");
        }
    }

    @Test
    void groups_of_nobody_or_of_unknown_names() throws IOException {
        folder.with("g.yaml", group("a", "groups: [oncal]"), group("b", "people: [danna]"));
        try (var catalog = folder.catalog()) {
            assertThat(folder.errors(catalog))
                    .hasSize(2)
                    .anyMatch(e -> e.contains("Did you mean oncall?"))
                    .anyMatch(e -> e.contains("Did you mean dana?"));
        }
    }

    @Test
    void who_is_away_names_a_time_and_a_delegate_that_exist() throws IOException {
        var person = HEAD + "Person\nmetadata: { name: mo }\nspec: { away: { %s } }\n";
        folder.with("mo.yaml", person.formatted("until: 2026-12-24, delegate: dana"));
        try (var catalog = folder.catalog()) {
            assertThat(folder.errors(catalog)).isEmpty();
            var away = catalog.now().people().get("mo").away().orElseThrow();
            assertThat(away.until()).contains(Instant.parse("2026-12-24T00:00:00Z"));
            assertThat(away.delegate()).contains("dana");
            for (var wrong : List.of("until: soon", "delegate: mo", "delegate: danna")) {
                folder.with("mo.yaml", person.formatted(wrong));
                catalog.refresh();
                assertThat(folder.errors(catalog)).as(wrong).hasSize(1);
                assertThat(catalog.now().people().get("mo").away()).contains(away);
            }
        }
    }

    @Test
    void a_person_lives_by_a_clock_that_there_is() throws IOException {
        var person = HEAD + "Person\nmetadata: { name: mo }\nspec: { zone: %s }\n";
        folder.with("mo.yaml", person.formatted("Europe/Berlin"));
        try (var catalog = folder.catalog()) {
            assertThat(folder.errors(catalog)).isEmpty();
            folder.with("mo.yaml", person.formatted("Berlin"));
            catalog.refresh();
            assertThat(folder.errors(catalog))
                    .singleElement()
                    .asString()
                    .contains("Write one as Europe/Berlin");
            assertThat(catalog.now().people().get("mo").zone())
                    .contains(ZoneId.of("Europe/Berlin"));
        }
    }

    @Test
    void a_good_rule_says_all_of_it() throws IOException {
        folder.with("p.yaml", policy("all", """
                decision: ask
                approvers:
                  stages:
                    - { name: lead, people: [dana] }
                    - { name: security, groups: [oncall], channels: [ops-slack] }
                quietHours: { from: "22:00", to: "07:00", zone: Europe/Berlin, days: [sunday] }
                breakGlass: [oncall]
                run: outside
                missing: ask
                escalate: [ { after: 2h, to: [leads-mail], people: [ana] } ]"""));
        try (var catalog = folder.catalog()) {
            assertThat(folder.errors(catalog)).isEmpty();
            var terms = catalog.now().policies().get("p").rules().getFirst().terms();
            assertThat(terms.turns()).extracting("name").containsExactly("lead", "security");
            assertThat(terms.breakGlass()).containsExactly("oncall");
            assertThat(terms.schedule().quiet().orElseThrow().zone()).isEqualTo("Europe/Berlin");
            assertThat(terms.schedule().escalate().getFirst().people()).containsExactly("ana");
            assertThat(terms.schedule().escalate().getFirst().after())
                    .isEqualTo(Duration.ofHours(2));
            assertThat(terms.ways()).hasSize(2);
        }
    }
}
