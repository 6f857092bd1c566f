package dev.countersign.agent.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.gate.cel.CelConditions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every mistake is told with file, line, document and field, and with the name that was meant. */
class ProblemsTest {
    private static final String NOT_LOADED = " It is not loaded; the other documents are.";

    @TempDir
    Path temp;

    Folder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new Folder(temp);
    }

    private List<String> errors(String... documents) throws IOException {
        try (var catalog = folder.with("a.yaml", documents).catalog()) {
            return folder.errors(catalog);
        }
    }

    private List<String> warnings(String... documents) throws IOException {
        try (var catalog = folder.with("a.yaml", documents).catalog()) {
            return folder.warnings(catalog);
        }
    }

    private static String document(String kind, String name, String spec) {
        return "apiVersion: countersign.dev/v1alpha1\nkind: " + kind + "\nmetadata: { name: " + name
                + " }\nspec:\n" + spec.indent(2);
    }

    @Test
    void an_unknown_key_names_the_nearest_known_one() throws IOException {
        assertThat(errors(document("LLM", "gpt", "provider: openai\nmodel: x\nbaseURL: y")))
                .containsExactly("a.yaml:7 LLM gpt, spec.baseURL: There is no key baseURL here. Did"
                        + " you mean baseUrl?" + NOT_LOADED);
    }

    @Test
    void an_unknown_kind_and_an_unknown_version_are_named() throws IOException {
        assertThat(errors(document("Agnet", "a", "{}")))
                .containsExactly(
                        "a.yaml:2 Agnet a, kind: There is no kind Agnet. Did you mean Agent?"
                                + NOT_LOADED);
        assertThat(errors(Folder.LLM.replace("v1alpha1", "v2")))
                .singleElement()
                .asString()
                .startsWith("a.yaml:1 LLM commands, apiVersion: countersign.dev/v2 is a version");
    }

    @Test
    void agents_that_would_work_for_themselves_are_refused_with_the_whole_circle()
            throws IOException {
        var a = document(
                "Agent", "a", "llmRef: { name: commands }\ntools: [{ agent: { name: b } }]");
        var b = document(
                "Agent", "b", "llmRef: { name: commands }\ntools: [{ agent: { name: a } }]");
        var c = document(
                "Agent", "c", "llmRef: { name: commands }\ntools: [{ agent: { name: a } }]");

        assertThat(errors(Folder.LLM, a, b, c))
                .anySatisfy(told -> assertThat(told)
                        .contains("Agent a, spec.tools[0].agent.name: These agents would work for"
                                + " themselves: a → b → a. Remove one of the references."))
                .anySatisfy(told -> assertThat(told).contains("b → a → b"))
                .noneSatisfy(told -> assertThat(told).contains("Agent c, spec.tools[0]: "));
    }

    @Test
    void a_foreign_kind_is_left_alone_with_a_note() throws IOException {
        var foreign = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: { a: b }\n";

        assertThat(errors(foreign)).isEmpty();
        assertThat(warnings(foreign))
                .containsExactly(
                        "a.yaml:1 ConfigMap x, apiVersion: v1 is no group we read; skipped.");
    }

    @Test
    void kinds_of_tomorrow_are_read_and_said_to_be_unused() throws IOException {
        assertThat(warnings(document("Workflow", "w", "steps: []")))
                .containsExactly("a.yaml:2 Workflow w: Workflow is read, not used yet.");
    }

    @Test
    void typo_in_require_approval() throws IOException {
        folder.with(
                "a.yaml",
                Folder.LLM,
                Folder.AGENT.replace("- k8s_delete_resource", "- k8s_delete_resorce"));
        try (var catalog = folder.catalog()) {
            assertThat(catalog.now().agents()).isEmpty();
            assertThat(folder.errors(catalog))
                    .containsExactly("a.yaml:16 Agent hitl-agent,"
                            + " spec.tools[0].requireApproval[0]: \"k8s_delete_resorce\" is "
                            + "not in names."
                            + " Add it there or remove it here. Did you mean k8s_delete_resource?"
                            + NOT_LOADED);
        }
    }

    @Test
    void tools_that_the_source_does_not_have_are_named() throws IOException {
        var agent = Folder.AGENT.replace("k8s_get_resources", "k8s_get_resource");
        var source = Folder.AGENT.replace("builtin: kubernetes", "builtin: kubernets");

        assertThat(errors(Folder.LLM, agent))
                .containsExactly("a.yaml:14 Agent hitl-agent,"
                        + " spec.tools[0].names[0]: \"k8s_get_resource\" is no tool of "
                        + "kubernetes. Did you"
                        + " mean k8s_get_resources?" + NOT_LOADED);
        assertThat(errors(Folder.LLM, source))
                .containsExactly("a.yaml:13 Agent hitl-agent,"
                        + " spec.tools[0].builtin: There is no built-in source kubernets. Did "
                        + "you mean"
                        + " kubernetes?" + NOT_LOADED);
    }

    @Test
    void an_agent_names_the_one_cluster_that_it_works_on() throws IOException {
        var builtins = Map.of(
                "kubernetes", Set.of("k8s_get_resources"),
                "kubernetes@east", Set.of("k8s_get_resources"));
        var east = "    - builtin: kubernetes\n      cluster: east\n";
        assertThat(problems(builtins, east)).isEmpty();
        assertThat(problems(builtins, east.replace("east", "eat")))
                .singleElement()
                .asString()
                .contains("No cluster eat is configured", "Did you mean east?");
        assertThat(problems(builtins, east + "    - builtin: kubernetes\n"))
                .singleElement()
                .asString()
                .contains("An agent works on one cluster.");
    }

    private List<Problem> problems(Map<String, Set<String>> builtins, String tools)
            throws IOException {
        folder.with(
                "a.yaml",
                Folder.LLM,
                Folder.AGENT.substring(0, Folder.AGENT.indexOf("    - builtin")) + tools);
        try (var catalog = new FileCatalog(
                new Sources(List.of(folder.root), Optional.of(folder.applied), builtins),
                new CelConditions())) {
            return catalog.now().problems();
        }
    }

    @Test
    void an_mcp_tool_may_be_named_with_its_server_or_without() throws IOException {
        var agent = document("Agent", "web", """
                llmRef: { name: commands }
                tools:
                  - mcpServer: { name: fetch }
                    names: [fetch__get, post]
                    requireApproval: [get, fetch__post]
                """);
        folder.with(
                "a.yaml", Folder.LLM, document("MCPServer", "fetch", "url: http://x/mcp"), agent);
        try (var catalog = folder.catalog()) {
            assertThat(folder.errors(catalog)).isEmpty();
            var tool = catalog.now().agents().get("web").tools().getFirst();
            assertThat(tool.names()).containsExactly("get", "post");
            assertThat(tool.requireApproval()).containsExactly("get", "post");
        }
    }

    @Test
    void names_of_others_that_are_not_there_are_told_with_the_nearest() throws IOException {
        var agent = document("Agent", "a", """
                llmRef: { name: comands }
                policyRef: { name: production }
                contactChannels: [ { name: ops } ]
                """);

        assertThat(errors(Folder.LLM, agent))
                .containsExactly(
                        "a.yaml:10 Agent a, spec.llmRef.name: There is no LLM comands. Did you mean"
                                + " commands?" + NOT_LOADED,
                        "a.yaml:11 Agent a, spec.policyRef.name: There is no ApprovalPolicy "
                                + "production."
                                + NOT_LOADED,
                        "a.yaml:12 Agent a, spec.contactChannels[0].name: There is no "
                                + "ContactChannel ops."
                                + NOT_LOADED);
    }

    @Test
    void a_task_waits_for_its_agent() throws IOException {
        var task = document("Task", "t", "agentRef: { name: later }\nuserMessage: List all pods");
        try (var catalog = folder.with("a.yaml", task).catalog()) {
            assertThat(catalog.now().tasks().get("t").message()).isEqualTo("List all pods");
            assertThat(folder.warnings(catalog))
                    .containsExactly("a.yaml:5 Task t,"
                            + " spec.agentRef.name: There is no Agent later. It waits for it.");
        }
    }

    @Test
    void an_account_of_two_people_is_told() throws IOException {
        folder.with(
                "a.yaml",
                document("Person", "dana", "emails: [Team@Example.com]"),
                document("Person", "li", "emails: [team@example.com]\nslack: U0LI"));
        try (var catalog = folder.catalog()) {
            assertThat(catalog.now().people().get("dana").identities("email"))
                    .containsExactly("team@example.com");
            assertThat(folder.warnings(catalog))
                    .singleElement()
                    .asString()
                    .startsWith("a.yaml:11 Person li, spec.emails[0]: Person dana has this "
                            + "account, too");
        }
    }

    @Test
    void channels_keep_their_place_and_settings() throws IOException {
        folder.with(
                "a.yaml",
                document("ContactChannel", "ops", """
                        type: slack
                        slack:
                          channelOrUserID: C0OPS
                          allowedResponderIDs: [U1, U2]
                        """),
                document("ContactChannel", "teams", "type: teams\nteams: { place: x, tenant: y }"),
                document("ContactChannel", "bad", "type: email\nemail: { address: nobody }"));
        try (var catalog = folder.catalog()) {
            var ops = catalog.now().channels().get("ops");
            assertThat(ops.place()).isEqualTo("C0OPS");
            assertThat(ops.settings()).containsEntry("allowedResponderIDs", "U1,U2");
            assertThat(catalog.now().channels().get("teams").settings())
                    .containsEntry("tenant", "y");
            assertThat(folder.errors(catalog))
                    .containsExactly("a.yaml:22 ContactChannel bad,"
                            + " spec.email.address: \"nobody\" is no mail address." + NOT_LOADED);
        }
    }

    @Test
    void a_document_without_a_name_or_kind_is_told_where_it_starts() throws IOException {
        assertThat(errors(Folder.LLM, "apiVersion: x\nkind: y\nmetadata: { nam: z }\n"))
                .containsExactly("a.yaml:8, metadata.name: name is missing. Did you mean nam?");
    }
}
