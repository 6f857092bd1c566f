package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures.Cause;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.LabelSelector;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks that people run into most. */
final class Validation {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]*={0,2}");
    private static final Pattern LABEL_VALUE =
            Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;
    private static final Set<String> LOOSE_NAMES =
            Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    private static final Set<String> LABEL_NAMES = Set.of("Namespace", "Service");

    private Validation() {}

    static List<Cause> check(ResourceKind kind, ObjectNode object) {
        typed(kind, object);
        List<Cause> causes = new ArrayList<>();
        name(kind, Meta.name(object), causes);
        labels(object.path("metadata").path("labels"), "metadata.labels", causes);
        if (kind.custom()) {
            return causes;
        }
        JsonNode spec = object.path("spec");
        switch (kind.kind()) {
            case "ConfigMap", "Secret" -> keys(object.path("data"), causes);
            case "Pod" -> podSpec(spec, "spec", causes);
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> workload(spec, causes);
            case "Job" -> podSpec(spec.path("template").path("spec"), "spec.template.spec", causes);
            case "Service" -> service(spec, causes);
            case "CustomResourceDefinition" -> definition(object, causes);
            default -> {
                return causes;
            }
        }
        return causes;
    }

    /** A value of the wrong type does not even decode; that is a 400 and not a 422. */
    private static void typed(ResourceKind kind, ObjectNode object) {
        mapOfText(kind, object.path("metadata"), "ObjectMeta.metadata", "labels");
        mapOfText(kind, object.path("metadata"), "ObjectMeta.metadata", "annotations");
        if (kind.kind().equals("ConfigMap")) {
            mapOfText(kind, object, "ConfigMap", "data");
        }
        if (kind.kind().equals("Secret")) {
            mapOfText(kind, object, "Secret", "data");
            object.path("data").properties().stream()
                    .filter(it -> !BASE64.matcher(it.getValue().asText()).matches())
                    .forEach(it -> {
                        throw undecodable(kind, "illegal base64 data at input byte 0");
                    });
        }
        JsonNode replicas = object.path("spec").path("replicas");
        if (!kind.custom() && !replicas.isMissingNode() && !replicas.isInt()) {
            throw undecodable(
                    kind,
                    "json: cannot unmarshal string into Go struct field "
                            + kind.kind()
                            + "Spec.spec.replicas of type int32");
        }
    }

    private static void mapOfText(ResourceKind kind, JsonNode in, String where, String field) {
        JsonNode map = in.path(field);
        boolean wrong = !map.isMissingNode() && !map.isObject();
        for (JsonNode value : map) {
            wrong |= !value.isTextual();
        }
        if (wrong) {
            JsonNode first =
                    Meta.items(map).filter(it -> !it.isTextual()).findFirst().orElse(map);
            throw undecodable(
                    kind,
                    "json: cannot unmarshal "
                            + typeName(first)
                            + " into Go struct field "
                            + where
                            + "."
                            + field
                            + " of type string");
        }
    }

    private static String typeName(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case OBJECT -> "object";
            case ARRAY -> "array";
            default -> "string";
        };
    }

    private static RuntimeException undecodable(ResourceKind kind, String why) {
        return Failures.badRequest(kind.kind()
                + " in version \""
                + kind.version()
                + "\" cannot be handled as a "
                + kind.kind()
                + ": "
                + why);
    }

    private static void name(ResourceKind kind, String name, List<Cause> causes) {
        if (name.isEmpty()) {
            causes.add(Cause.required("metadata.name", "name or generateName is required"));
        } else if (LOOSE_NAMES.contains(kind.kind())) {
            if (name.contains("/") || name.contains("%")) {
                causes.add(
                        Cause.wrong("metadata.name", quoted(name), "may not contain '/' or '%'"));
            }
        } else if (LABEL_NAMES.contains(kind.kind())) {
            if (!LABEL.matcher(name).matches() || name.length() > MAX_LABEL) {
                causes.add(Cause.wrong("metadata.name", quoted(name), LABEL_RULE));
            }
        } else if (!SUBDOMAIN.matcher(name).matches() || name.length() > MAX_NAME) {
            causes.add(Cause.wrong("metadata.name", quoted(name), NAME_RULE));
        }
    }

    private static final String LABEL_RULE =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
                    + " and must start and end with an alphanumeric character (e.g. 'my-name',  or"
                    + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private static final String NAME_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
                    + " or '.', and must start and end with an alphanumeric character (e.g."
                    + " 'example.com', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static void labels(JsonNode labels, String field, List<Cause> causes) {
        labels.properties().stream()
                .map(it -> it.getValue().asText())
                .filter(it ->
                        it.length() > MAX_LABEL || !LABEL_VALUE.matcher(it).matches())
                .forEach(it -> causes.add(Cause.wrong(
                        field,
                        quoted(it),
                        "a valid label must be an empty string or consist"
                                + " of alphanumeric characters, '-', '_' or"
                                + " '.', and must start and end with an"
                                + " alphanumeric character")));
    }

    private static void keys(JsonNode data, List<Cause> causes) {
        data.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .filter(key -> key.length() > MAX_NAME || !KEY.matcher(key).matches())
                .forEach(key -> causes.add(Cause.wrong(
                        "data[" + key + "]",
                        quoted(key),
                        "a valid config key must consist of alphanumeric"
                                + " characters, '-', '_' or '.'")));
    }

    private static void workload(JsonNode spec, List<Cause> causes) {
        if (spec.path("replicas").asInt() < 0) {
            causes.add(Cause.wrong(
                    "spec.replicas",
                    spec.path("replicas").asText(),
                    "must be greater than or equal to 0"));
        }
        JsonNode selector = spec.path("selector");
        JsonNode template = spec.path("template");
        if (selector.isMissingNode() || selector.isEmpty()) {
            causes.add(Cause.required("spec.selector"));
        } else if (!LabelSelector.of(selector).test(template)) {
            causes.add(Cause.wrong(
                    "spec.template.metadata.labels",
                    Meta.labels(template).toString(),
                    "`selector` does not match template `labels`"));
        }
        podSpec(template.path("spec"), "spec.template.spec", causes);
    }

    private static void podSpec(JsonNode spec, String at, List<Cause> causes) {
        JsonNode containers = spec.path("containers");
        if (containers.isEmpty()) {
            causes.add(Cause.required(at + ".containers"));
        }
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode container : containers) {
            String field = at + ".containers[" + index++ + "]";
            String name = container.path("name").asText();
            if (name.isEmpty()) {
                causes.add(Cause.required(field + ".name"));
            } else if (!LABEL.matcher(name).matches()) {
                causes.add(Cause.wrong(field + ".name", quoted(name), LABEL_RULE));
            } else if (!names.add(name)) {
                causes.add(new Cause(
                        "FieldValueDuplicate",
                        field + ".name",
                        "Duplicate value: " + quoted(name)));
            }
            if (container.path("image").asText().isBlank()) {
                causes.add(Cause.required(field + ".image"));
            }
        }
    }

    private static void service(JsonNode spec, List<Cause> causes) {
        boolean outside = spec.path("type").asText().equals("ExternalName");
        if (!outside
                && spec.path("ports").isEmpty()
                && !spec.path("clusterIP").asText().equals("None")) {
            causes.add(Cause.required("spec.ports"));
        }
    }

    private static void definition(ObjectNode object, List<Cause> causes) {
        JsonNode spec = object.path("spec");
        String wanted = spec.path("names").path("plural").asText() + "."
                + spec.path("group").asText();
        if (!Meta.name(object).equals(wanted)) {
            causes.add(Cause.wrong(
                    "metadata.name",
                    quoted(Meta.name(object)),
                    "must be spec.names.plural+\".\"+spec.group"));
        }
        if (spec.path("versions").isEmpty()) {
            causes.add(Cause.required("spec.versions"));
        }
        if (spec.path("names").path("kind").asText().isEmpty()) {
            causes.add(Cause.required("spec.names.kind"));
        }
    }

    /** What may not change once it is there. */
    static void unchanged(ResourceKind kind, ObjectNode old, ObjectNode next) {
        JsonNode before = old.path("spec").path("selector");
        boolean fixed =
                kind.group().equals("apps") && !before.equals(next.path("spec").path("selector"));
        if (fixed) {
            throw Failures.invalid(
                    kind.called(Meta.name(next)),
                    List.of(Cause.wrong(
                            "spec.selector",
                            next.path("spec").path("selector").toString(),
                            "field is immutable")));
        }
        if (old.path("immutable").asBoolean() && !old.path("data").equals(next.path("data"))) {
            throw Failures.invalid(
                    kind.called(Meta.name(next)),
                    List.of(new Cause(
                            "FieldValueForbidden",
                            "data",
                            "Forbidden: field is immutable when `immutable` is set")));
        }
    }
}
