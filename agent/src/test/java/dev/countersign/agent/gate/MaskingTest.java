package dev.countersign.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/** No value of a Secret is in what people and logs are shown, in whatever form it was written. */
class MaskingTest {
    private static final String VALUE = "hunter2oftheopenseas";
    private static final int ROUNDS = 2_000;
    private static final long SEED = 20261121;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> KINDS = List.of(
            "kind: Secret",
            "\"kind\": \"Secret\"",
            "kind:   'Secret'  # mine",
            "kind: !!str Secret");
    private static final List<String> DATA = List.of(
            "stringData:\n  plain: §",
            "stringData: {plain: §}",
            "data:\n    a: b\n    plain: §",
            "\"data\": {\n  \"plain\": \"§\"}",
            "stringData:\n  plain: |\n    first\n    §\n\n    last §",
            "stringData:\n  plain: >-\n    §",
            "data: &d\n  plain: §",
            "? stringData\n: plain: §",
            "stringData:\n\n  # §\n  plain: \"§\"");
    private static final List<String> OTHERS = List.of(
            "apiVersion: v1",
            "metadata: {name: s}",
            "metadata:\n  name: s\n  annotations:\n"
                    + "    kubectl.kubernetes.io/last-applied-configuration: |\n"
                    + "      {\"x\":\"§\"}",
            "type: Opaque",
            "immutable: true",
            "# a comment");

    private final Random random = new Random(SEED);

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String manifest() {
        List<String> parts = new java.util.ArrayList<>(List.of(pick(KINDS), pick(DATA)));
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(random.nextInt(parts.size() + 1), pick(OTHERS));
        }
        String before = random.nextBoolean() ? "" : "kind: ConfigMap\ndata: {a: b}\n---\n";
        String text = before + String.join("\n", parts) + "\n";
        return (random.nextInt(4) == 0 ? text.replace("\n", "\r\n") : text).replace("§", VALUE);
    }

    @Test
    void a_manifest_of_a_secret_shows_no_value_however_it_is_written() {
        for (int round = 0; round < ROUNDS; round++) {
            String manifest = manifest();
            ObjectNode arguments = MAPPER.createObjectNode().put("manifest", manifest);
            assertThat(List.of(
                            Masking.text(manifest),
                            Masking.text(arguments.toString()),
                            Masking.json(arguments).toString()))
                    .as("seed %d round %d:\n%s", SEED, round, manifest)
                    .noneMatch(shown -> shown.contains(VALUE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Secret, stringData: {plain: §}}",
                "--- {kind: Secret, stringData: {plain: §}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{\"plain\":\"§\"}}",
                "apiVersion: v1\nkind: List\nitems:\n- kind: Secret\n  stringData:\n    plain: §",
                "kind: List\nitems:\n- data:\n    plain: §\n  kind: Secret",
                "kind: List\nitems: [{kind: Secret, data: {plain: §}}]",
                "x: &x {plain: §}\nkind: Secret\nstringData: *x"
            })
    void lists_flows_and_anchors_show_no_value_either(String form) throws JsonProcessingException {
        String manifest = form.replace("§", VALUE);
        ObjectNode arguments = MAPPER.createObjectNode().put("yaml_content", manifest);

        assertThat(Masking.text(manifest)).doesNotContain(VALUE);
        assertThat(Masking.json(arguments).toString()).doesNotContain(VALUE);
        assertThat(MAPPER.readTree(Masking.text(arguments.toString())).has("yaml_content"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "Secrets", "secrets.v1", " secret "})
    void the_patch_of_a_secret_is_not_shown(String type) {
        ObjectNode patch = MAPPER.createObjectNode()
                .put("resource_type", type)
                .put("resource_name", "s")
                .put(
                        "patch",
                        "[{\"op\":\"add\",\"path\":\"/data/p\",\"value\":\"" + VALUE + "\"}]");

        assertThat(Masking.json(patch).toString()).doesNotContain(VALUE).contains("\"s\"");
        assertThat(Masking.text(patch.toString())).doesNotContain(VALUE);
    }

    @Test
    void what_is_no_secret_stays_as_it_was_written() {
        String map = "apiVersion: v1\nkind: ConfigMap # no Secret\ndata:\n  greeting: hello\n";
        String arguments = MAPPER.createObjectNode().put("manifest", map).toString();

        assertThat(Masking.text(map)).isEqualTo(map);
        assertThat(Masking.text(arguments)).isEqualTo(arguments);
        assertThat(Masking.text("{not json, but a note}")).isEqualTo("{not json, but a note}");
        assertThat(Masking.text("kind: Secret\nmetadata:\n  name: shown\ndata:\n  a: Yg==\n"))
                .isEqualTo("kind: Secret\nmetadata:\n  name: shown\ndata:\n  a: ***\n");
    }
}
