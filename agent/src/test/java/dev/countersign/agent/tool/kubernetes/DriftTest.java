package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.LookUp.Found;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.channels.Card.Change;
import dev.countersign.channels.Card.Fact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/** What was shown is what runs; what moved since is not touched. */
class DriftTest {
    private static final String[] NEW = {"manifest", map("k: new")};
    private static final String[] GONE = {"resource_type", "configmap", "resource_name", "a"};

    private final ScriptedApi api = new ScriptedApi();
    private final Bench bench = Bench.at(api.address());

    @BeforeEach
    void a_map_is_there() {
        bench.success("k8s_apply_manifest", "manifest", map("k: old, other: same"));
    }

    @AfterEach
    void stop() {
        bench.close();
        api.close();
    }

    private static String map(String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {" + data + "}\n";
    }

    private String yaml() {
        return bench.success("k8s_get_resource_yaml", GONE);
    }

    private void somebodyPatches(String patch) {
        bench.success(
                "k8s_patch_resource",
                "resource_type",
                "cm",
                "resource_name",
                "a",
                "patch_type",
                "merge",
                "patch",
                patch);
    }

    @Test
    void a_preview_shows_fields_and_diff_and_changes_nothing() {
        var shown = bench.shows("k8s_apply_manifest", NEW);

        assertThat(shown.title()).isEqualTo("Apply ConfigMap a");
        assertThat(shown.changes())
                .containsExactly(new Change("data.k", Optional.of("old"), Optional.of("new")));
        assertThat(shown.diff()).contains("-  k: old", "+  k: new");
        assertThat(shown.facts())
                .contains(
                        new Fact("Cluster", "sandbox"),
                        new Fact("Namespace", "default"),
                        new Fact("Effect", "changed"));
        assertThat(yaml()).contains("k: old");
    }

    @Test
    void nothing_moved_and_it_runs() {
        String basis = bench.shows("k8s_apply_manifest", NEW).basis();

        assertThat(bench.callShown("k8s_apply_manifest", basis, NEW))
                .isEqualTo(new ToolOutcome.Success("configmap/a configured"));
        assertThat(yaml()).contains("k: new", "other: same");
    }

    @Test
    void a_changed_field_is_not_overwritten() {
        String basis = bench.shows("k8s_apply_manifest", NEW).basis();
        somebodyPatches("{\"data\":{\"k\":\"theirs\"}}");

        assertThat(bench.callShown("k8s_apply_manifest", basis, NEW))
                .isEqualTo(new ToolOutcome.Moved(
                        "ConfigMap a in default was changed meanwhile: data.k."));
        assertThat(yaml()).contains("k: theirs");
    }

    @Test
    void an_unrelated_label_does_not_stop_it() {
        String basis = bench.shows("k8s_apply_manifest", NEW).basis();
        somebodyPatches("{\"metadata\":{\"labels\":{\"team\":\"shop\"}}}");

        assertThat(bench.callShown("k8s_apply_manifest", basis, NEW))
                .isInstanceOf(ToolOutcome.Success.class);
        assertThat(yaml()).contains("k: new", "team: shop");
    }

    @Test
    void a_deleted_object_is_not_made_again_in_silence() {
        String basis = bench.shows("k8s_apply_manifest", NEW).basis();
        bench.success("k8s_delete_resource", GONE);

        assertThat(bench.callShown("k8s_apply_manifest", basis, NEW))
                .isEqualTo(new ToolOutcome.Moved("ConfigMap a in default was deleted meanwhile."));
    }

    @Test
    void an_object_that_appeared_is_not_overwritten() {
        bench.success("k8s_delete_resource", GONE);
        var shown = bench.shows("k8s_apply_manifest", NEW);
        bench.success("k8s_apply_manifest", "manifest", map("k: theirs"));

        assertThat(shown.title()).isEqualTo("Apply ConfigMap a (new)");
        assertThat(bench.callShown("k8s_apply_manifest", shown.basis(), NEW))
                .isEqualTo(new ToolOutcome.Moved("ConfigMap a in default was created meanwhile."));
        assertThat(yaml()).contains("k: theirs");
    }

    @Test
    void the_same_call_again_after_a_crash_is_not_drift() {
        String basis = bench.shows("k8s_apply_manifest", NEW).basis();
        bench.callShown("k8s_apply_manifest", basis, NEW);

        assertThat(bench.callShown("k8s_apply_manifest", basis, NEW))
                .isEqualTo(new ToolOutcome.Success("configmap/a unchanged"));
        assertThat(bench.lookUp("k8s_apply_manifest", basis, NEW)).isInstanceOf(Found.Ran.class);
    }

    @Test
    void a_delete_takes_only_what_was_shown() {
        var shown = bench.shows("k8s_delete_resource", GONE);
        assertThat(shown.title()).isEqualTo("Delete ConfigMap a");
        assertThat(shown.changes())
                .contains(new Change("data.k", Optional.of("old"), Optional.empty()));
        somebodyPatches("{\"data\":{\"precious\":\"x\"}}");

        assertThat(bench.callShown("k8s_delete_resource", shown.basis(), GONE))
                .isInstanceOf(ToolOutcome.Moved.class);
        assertThat(yaml()).contains("precious");
    }

    @Test
    void a_delete_does_not_take_a_namesake() {
        String basis = bench.shows("k8s_delete_resource", GONE).basis();
        bench.success("k8s_delete_resource", GONE);
        bench.success("k8s_apply_manifest", "manifest", map("k: old, other: same"));

        assertThat(bench.callShown("k8s_delete_resource", basis, GONE))
                .isEqualTo(new ToolOutcome.Moved(
                        "ConfigMap a in default was deleted and created again meanwhile."));
        assertThat(yaml()).contains("k: old");
    }

    @Test
    void after_a_crash_a_delete_is_looked_up() {
        String basis = bench.shows("k8s_delete_resource", GONE).basis();
        assertThat(bench.lookUp("k8s_delete_resource", basis, GONE))
                .isInstanceOf(Found.NotRun.class);
        assertThat(bench.lookUp("k8s_delete_resource", "", GONE)).isInstanceOf(Found.Unclear.class);

        bench.callShown("k8s_delete_resource", basis, GONE);

        assertThat(bench.lookUp("k8s_delete_resource", basis, GONE))
                .isEqualTo(new Found.Ran("configmap/a deleted"));
    }

    @Test
    void after_a_crash_a_create_is_known_by_its_signature() {
        String[] create = {"yaml_content", map("k: v").replace("name: a", "name: b")};
        assertThat(bench.lookUp("k8s_create_resource", "", create))
                .isInstanceOf(Found.NotRun.class);
        bench.success("k8s_create_resource", create);
        assertThat(bench.lookUp("k8s_create_resource", "", create)).isInstanceOf(Found.Ran.class);

        String[] theirs = {"yaml_content", map("k: v")};
        assertThat(bench.lookUp("k8s_create_resource", "", theirs))
                .isInstanceOf(Found.Unclear.class);
        assertThat(bench.failure("k8s_create_resource", theirs))
                .contains("already exists", "k8s_apply_manifest");
    }

    @Test
    void somebody_who_writes_between_our_read_and_our_write_does_not_lose_it() {
        String basis = bench.shows("k8s_apply_manifest", NEW).basis();
        String path = "/api/v1/namespaces/default/configmaps/a";
        api.before("PATCH " + path, () -> somebodyPatches("{\"data\":{\"k\":\"theirs\"}}"));

        assertThat(bench.callShown("k8s_apply_manifest", basis, NEW))
                .isInstanceOf(ToolOutcome.Moved.class);
        assertThat(yaml()).contains("k: theirs");
    }

    @Test
    void what_appears_between_our_read_and_our_apply_is_not_taken_over() {
        bench.success("k8s_delete_resource", GONE);
        String basis = bench.shows("k8s_apply_manifest", NEW).basis();
        String path = "PATCH /api/v1/namespaces/default/configmaps/a";
        api.before(path, () -> {
            bench.success("k8s_create_resource", "yaml_content", map("k: theirs"));
            api.on(path, ScriptedApi.says(409, """
                    {"kind":"Status","reason":"Conflict","code":409,"message":"1 conflict",
                     "details":{"causes":[{"reason":"FieldManagerConflict",
                     "message":"conflict with \"helm\"","field":".data.k"}]}}"""));
        });

        assertThat(bench.callShown("k8s_apply_manifest", basis, NEW))
                .isEqualTo(new ToolOutcome.Moved("ConfigMap a in default was created meanwhile."));
        assertThat(yaml()).contains("k: theirs");
    }

    @Test
    void the_audit_log_of_the_cluster_names_run_question_and_digest_of_each_write() {
        bench.success("k8s_label_resource", with(GONE, "labels", "a=b"));
        bench.success("k8s_delete_resource", GONE);
        bench.success("k8s_create_resource", "yaml_content", map("k: v"));

        String maps = " /api/v1/namespaces/default/configmaps";
        String why = " countersign (run r_1; call c_1; question q_k2; digest 9c1e0d)";
        assertThat(api.agents)
                .contains(
                        "PATCH" + maps + "/a" + why,
                        "DELETE" + maps + "/a" + why,
                        "POST" + maps + why)
                .noneMatch(a -> a.startsWith("GET") && a.contains("run r_1"));
    }

    @Test
    void what_a_call_creates_is_signed_and_the_signature_is_on_the_card() {
        String[] create = {"yaml_content", map("k: v").replace("name: a", "name: b")};

        var shown = bench.shows("k8s_create_resource", create);

        assertThat(shown.changes())
                .contains(new Change(
                        "metadata.annotations[\"countersign.dev/call\"]",
                        Optional.empty(),
                        Optional.of("r_1/c_1")));
        bench.callShown("k8s_create_resource", shown.basis(), create);
        assertThat(bench.success(
                        "k8s_get_resource_yaml", "resource_type", "cm", "resource_name", "b"))
                .contains("countersign.dev/call: r_1/c_1");
        assertThat(bench.shows("k8s_delete_resource", "resource_type", "cm", "resource_name", "b")
                        .diff())
                .contains("-    countersign.dev/call: r_1/c_1");
    }

    private static String[] with(String[] named, String... more) {
        return java.util.stream.Stream.of(named, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }

    @Test
    void what_appears_at_the_last_moment_without_a_conflict_is_told() {
        bench.success("k8s_delete_resource", GONE);
        String basis = bench.shows("k8s_apply_manifest", NEW).basis();
        String path = "PATCH /api/v1/namespaces/default/configmaps/a";
        api.before(
                path,
                () -> bench.success("k8s_create_resource", "yaml_content", map("theirs: kept")));

        assertThat(bench.callShown("k8s_apply_manifest", basis, NEW))
                .isEqualTo(new ToolOutcome.Success("configmap/a configured; somebody else created"
                        + " it a moment before, and what was shown as new was added to theirs."
                        + " Look at it, and tell the user."));
        assertThat(yaml()).contains("k: new", "theirs: kept");
    }

    @Test
    void somebody_who_writes_between_the_read_and_the_try_of_a_preview_is_in_it() {
        api.before(
                "PATCH /api/v1/namespaces/default/configmaps/a?dryRun",
                () -> somebodyPatches("{\"data\":{\"k\":\"theirs\"}}"));

        var shown = bench.shows("k8s_apply_manifest", NEW);

        assertThat(shown.changes())
                .containsExactly(new Change("data.k", Optional.of("theirs"), Optional.of("new")));
        assertThat(bench.callShown("k8s_apply_manifest", shown.basis(), NEW))
                .isInstanceOf(ToolOutcome.Success.class);
    }

    @Test
    void a_basis_that_nobody_knows_runs_nothing() {
        assertThat(bench.callShown("k8s_apply_manifest", "{\"format\":99}", NEW))
                .isInstanceOf(ToolOutcome.Moved.class);
        assertThat(bench.callShown("k8s_apply_manifest", "nonsense", NEW))
                .isInstanceOf(ToolOutcome.Moved.class);
        assertThat(yaml()).contains("k: old");
    }
}
