package dev.countersign.agent.tool.kubernetes.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which lists are merged item by item, and by which keys; all others are replaced whole. */
public enum MergeKeys {
    /** The usual kinds, whose lists are known. */
    TYPED,
    /** Custom resources, where only the lists of the metadata are known. */
    UNTYPED;

    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("conditions", List.of("type")),
            Map.entry("addresses", List.of("type")),
            Map.entry("resourceClaims", List.of("name")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey")));
    private static final Set<String> CONTAINERS =
            Set.of("containers", "initContainers", "ephemeralContainers");

    /** The keys of the list that is at this field of this parent; none where it is replaced. */
    List<String> of(String parent, String field) {
        if (field.equals("ownerReferences")) {
            return List.of("uid");
        }
        if (this == UNTYPED) {
            return List.of();
        }
        if (field.equals("ports")) {
            return ports(parent);
        }
        return KEYS.getOrDefault(field, List.of());
    }

    private static List<String> ports(String parent) {
        if (CONTAINERS.contains(parent)) {
            return List.of("containerPort", "protocol");
        }
        return parent.equals("spec") ? List.of("port", "protocol") : List.of();
    }

    /** A list of plain values without order, which grows when two sets of values meet. */
    boolean isSet(String field) {
        return field.equals("finalizers");
    }

    /** Whether two items of a list are the same one. */
    static boolean same(List<String> keys, JsonNode one, JsonNode other) {
        return keys.stream().allMatch(key -> value(key, one).equals(value(key, other)));
    }

    static String value(String key, JsonNode item) {
        return item.path(key).asText(key.equals("protocol") ? "TCP" : "");
    }
}
