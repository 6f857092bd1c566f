package dev.countersign.agent.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.show.Changes;
import dev.countersign.agent.tool.kubernetes.show.Clean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** For random objects and patches: what was shown is what is there afterwards. */
class PreviewEqualsOutcomeTest {
    private static final int ROUNDS = 150;
    private static final long SEED = 20261121;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> KEYS =
            List.of("a", "b", "a.b", "long-key", "x_y", "config.yaml");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "true",
            "null",
            "two\nlines\n",
            " blanks ",
            "ünï",
            "'q\"",
            "# no comment",
            "- no list",
            "a: b",
            "~",
            "0x1F",
            "\ttab");
    /** Also valid base64, as the data of a Secret must be. */
    private static final String SECRET = "hunter2oftheopenseas";

    private final Random random = new Random(SEED);
    private final Bench bench = Bench.onSandbox();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void what_was_shown_is_what_is_there_afterwards() {
        for (int round = 0; round < ROUNDS; round++) {
            boolean apply = random.nextBoolean() || round == 0;
            String tool = apply ? "k8s_apply_manifest" : "k8s_patch_resource";
            String[] arguments = apply ? manifest() : patch();
            JsonNode before = now();
            Preview.Shows shown = bench.shows(tool, arguments);
            assertThat(now()).as("a preview changes nothing").isEqualTo(before);

            var outcome = bench.callShown(tool, shown.basis(), arguments);

            assertThat(outcome).isInstanceOf(ToolOutcome.Success.class);
            assertThat(Changes.of("", compared(before), compared(now())))
                    .as("seed %d round %d: %s", SEED, round, arguments[arguments.length - 1])
                    .isEqualTo(shown.changes());
            assertThat(shown.diff().isEmpty()).isEqualTo(shown.changes().isEmpty());
        }
    }

    /** By every tool that changes an object; what is refused beforehand changes nothing. */
    @Test
    void a_deployment_becomes_what_was_shown_whatever_is_done_to_it() {
        var deeds = new RandomDeeds(SEED);
        var carriedOut = new HashMap<String, Integer>();
        for (int round = 0; round < ROUNDS; round++) {
            RandomDeeds.Deed deed = deeds.next();
            JsonNode before = web();
            if (!(bench.preview(deed.tool(), deed.arguments()) instanceof Preview.Shows shown)) {
                assertThat(bench.call(deed.tool(), deed.arguments()))
                        .as("what a preview refuses does not run: %s", deed)
                        .isInstanceOf(ToolOutcome.Failure.class);
                assertThat(web()).isEqualTo(before);
                continue;
            }
            assertThat(web()).as("a preview changes nothing: %s", deed).isEqualTo(before);

            assertThat(bench.callShown(deed.tool(), shown.basis(), deed.arguments()))
                    .as("round %d %s %s", round, deed.tool(), List.of(deed.arguments()))
                    .isInstanceOf(ToolOutcome.Success.class);

            assertThat(Changes.of("", before, web()))
                    .as("round %d %s %s", round, deed.tool(), List.of(deed.arguments()))
                    .isEqualTo(shown.changes());
            carriedOut.merge(deed.tool(), 1, Integer::sum);
        }
        assertThat(carriedOut).hasSize(8);
        assertThat(carriedOut.values().stream().mapToInt(n -> n).sum()).isGreaterThan(ROUNDS / 2);
    }

    private JsonNode web() {
        String[] web = {"resource_type", "deploy", "resource_name", "web", "namespace", "shop"};
        String[] json = {"output", "json"};
        try {
            return Clean.compared(MAPPER.readTree(bench.success(
                    "k8s_get_resources",
                    Stream.of(web, json).flatMap(Arrays::stream).toArray(String[]::new))));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_secret_is_in_nothing_that_is_shown() {
        String manifest = """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: s
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"p":"%1$s"}'
                stringData: {plain: %1$s}
                data: {p: %1$s}
                """.formatted(SECRET);
        String[] secret = {"resource_type", "secret", "resource_name", "s"};
        var created = bench.shows("k8s_apply_manifest", "manifest", manifest);
        bench.success("k8s_apply_manifest", "manifest", manifest);
        String other = manifest.replace(SECRET, SECRET + "abcd");
        var changed = bench.shows("k8s_apply_manifest", "manifest", other);
        var patched = bench.shows(
                "k8s_patch_resource",
                "resource_type",
                "secret",
                "resource_name",
                "s",
                "patch_type",
                "merge",
                "patch",
                "{\"data\":{\"p\":\"" + SECRET + "efgh\"}}");

        assertThat(List.of(created, changed, patched, bench.shows("k8s_delete_resource", secret))
                        .toString())
                .doesNotContain(SECRET);
        assertThat(readings(secret)).isNotEmpty().allSatisfy(text -> assertThat(text)
                .doesNotContain(SECRET));
        assertThat(changed.diff()).contains("*** (new value)");
    }

    private List<String> readings(String... secret) {
        String[] list = {"resource_type", "secrets", "output", "json"};
        String[] yaml = {"resource_type", "secrets", "output", "yaml"};
        return List.of(
                bench.success("k8s_get_resource_yaml", secret),
                bench.success("k8s_describe_resource", secret),
                bench.success("k8s_get_resources", secret),
                bench.success("k8s_get_resources", list),
                bench.success("k8s_get_resources", yaml));
    }

    @Test
    void obvious_secrets_in_other_objects_are_stars() {
        bench.success("k8s_apply_manifest", "manifest", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: c}
                data:
                  DB_PASSWORD: %1$s
                  app.properties: |
                    user=ana
                    db.password=%1$s
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec:
                  containers:
                  - name: web
                    image: web:1
                    env: [{name: API_TOKEN, value: %1$s}, {name: MODE, value: fast}]
                """.formatted(SECRET));
        for (String type : List.of("configmap/c", "pod/p")) {
            String[] names = type.split("/");
            String[] named = {"resource_type", names[0], "resource_name", names[1]};
            assertThat(bench.success("k8s_get_resource_yaml", named)
                            + bench.success("k8s_describe_resource", named))
                    .doesNotContain(SECRET)
                    .contains("***");
        }
        assertThat(bench.success(
                        "k8s_get_resource_yaml", "resource_type", "pod", "resource_name", "p"))
                .contains("fast");
    }

    private String[] manifest() {
        ObjectNode map = MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", "m").set("annotations", values(false));
        map.set("data", values(false));
        return new String[] {"manifest", map.toString()};
    }

    private String[] patch() {
        ObjectNode patch = MAPPER.createObjectNode();
        patch.set("data", values(true));
        if (random.nextBoolean()) {
            patch.putObject("metadata").set("annotations", values(true));
        }
        return new String[] {
            "resource_type",
            "cm",
            "resource_name",
            "m",
            "patch_type",
            "merge",
            "patch",
            patch.toString()
        };
    }

    private ObjectNode values(boolean withGone) {
        ObjectNode values = MAPPER.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            if (withGone && random.nextInt(3) == 0) {
                values.putNull(key);
            } else {
                values.put(key, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return values;
    }

    private JsonNode now() {
        var read = bench.call(
                "k8s_get_resources", "resource_type", "cm", "resource_name", "m", "output", "json");
        try {
            return read instanceof ToolOutcome.Success success
                    ? MAPPER.readTree(success.text())
                    : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode compared(JsonNode object) {
        return object.isMissingNode() ? object : Clean.compared(object);
    }
}
