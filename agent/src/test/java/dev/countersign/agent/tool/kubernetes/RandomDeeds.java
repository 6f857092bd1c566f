package dev.countersign.agent.tool.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** What somebody might do to the Deployment web, made up from a seed. */
final class RandomDeeds {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> KEYS = List.of("a", "b", "tier", "x_y", "example.com/z");
    private static final List<String> VALUES = List.of("", "1", "true", "one", "t.w-o");
    private static final List<String> ACTIONS = List.of("restart", "pause", "resume", "undo");

    private final Random random;
    private final List<Supplier<Deed>> deeds = List.of(
            this::applied,
            this::merged,
            this::strategic,
            this::json,
            this::scaled,
            () -> keyed("k8s_label_resource", "labels", key() + "=" + value()),
            () -> keyed("k8s_annotate_resource", "annotations", key() + "=\"two " + value() + "\""),
            () -> keyed("k8s_remove_label", "label_key", key()),
            () -> keyed("k8s_remove_annotation", "annotation_key", key()),
            () -> keyed("k8s_rollout", "action", ACTIONS.get(random().nextInt(ACTIONS.size()))));

    RandomDeeds(long seed) {
        random = new Random(seed);
    }

    /** One call of one tool. */
    record Deed(String tool, String... arguments) {}

    Deed next() {
        return deeds.get(random.nextInt(deeds.size())).get();
    }

    private Random random() {
        return random;
    }

    private String key() {
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    private String value() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static Deed keyed(String tool, String argument, String value) {
        return new Deed(
                tool,
                "resource_type",
                "deploy",
                "resource_name",
                "web",
                "namespace",
                "shop",
                argument,
                value);
    }

    private static Deed patched(String type, String patch) {
        return new Deed(
                "k8s_patch_resource",
                "resource_type",
                "deploy",
                "resource_name",
                "web",
                "namespace",
                "shop",
                "patch_type",
                type,
                "patch",
                patch);
    }

    private Deed scaled() {
        return new Deed(
                "k8s_scale",
                "name",
                "web",
                "namespace",
                "shop",
                "replicas",
                "" + random.nextInt(5));
    }

    /** Our part of the object alone; what others own is a conflict, and rightly so. */
    private Deed applied() {
        ObjectNode object =
                MAPPER.createObjectNode().put("apiVersion", "apps/v1").put("kind", "Deployment");
        object.putObject("metadata")
                .put("name", "web")
                .put("namespace", "shop")
                .putObject("annotations")
                .put("applied." + key(), value());
        if (random.nextInt(3) == 0) {
            object.putObject("spec").put("minReadySeconds", random.nextInt(9));
        }
        return new Deed("k8s_apply_manifest", "manifest", object.toString());
    }

    private Deed merged() {
        ObjectNode patch = MAPPER.createObjectNode();
        ObjectNode labels = patch.putObject("metadata").putObject("labels");
        if (random.nextBoolean()) {
            labels.putNull(key());
        }
        labels.put(key(), value());
        if (random.nextInt(3) == 0) {
            patch.putObject("spec").put("replicas", random.nextInt(4));
        }
        return patched("merge", patch.toString());
    }

    private Deed strategic() {
        ObjectNode patch = MAPPER.createObjectNode();
        ObjectNode container = patch.withObject("/spec/template/spec")
                .putArray("containers")
                .addObject()
                .put("name", "web");
        ObjectNode variable =
                container.putArray("env").addObject().put("name", "E" + key().length());
        if (random.nextInt(3) == 0) {
            variable.put("$patch", "delete");
        } else {
            variable.put("value", value());
        }
        if (random.nextInt(4) == 0) {
            container.put("image", "nginx:1." + (20 + random.nextInt(9)));
        }
        return patched("strategic", patch.toString());
    }

    private Deed json() {
        var operations = MAPPER.createArrayNode();
        String path = "/metadata/labels/" + key().replace("/", "~1");
        if (random.nextInt(3) == 0) {
            operations.addObject().put("op", "remove").put("path", path);
        } else {
            operations.addObject().put("op", "add").put("path", path).put("value", value());
        }
        operations
                .addObject()
                .put("op", "replace")
                .put("path", "/spec/replicas")
                .put("value", random.nextInt(4));
        return patched("json", operations.toString());
    }
}
