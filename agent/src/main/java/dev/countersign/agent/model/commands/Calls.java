package dev.countersign.agent.model.commands;

import dev.countersign.agent.model.commands.grammar.Command;
import dev.countersign.agent.model.commands.grammar.Command.Target;
import dev.countersign.agent.model.commands.grammar.Kinds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a complete command into calls of the tools that are offered. */
final class Calls {
    private static final int LONGEST_NUMBER = 9;

    private final Set<String> offered;

    Calls(Set<String> offered) {
        this.offered = Set.copyOf(offered);
    }

    /** A tool and its arguments, in the order in which a person would say them. */
    record Plan(String tool, Map<String, Object> arguments) {
        Plan with(String key, Object value) {
            arguments.put(key, value);
            return this;
        }

        Plan with(String key, Optional<?> value) {
            value.ifPresent(present -> arguments.put(key, present));
            return this;
        }

        String json() {
            return Json.object(arguments);
        }
    }

    List<Plan> of(Command command) {
        return switch (command) {
            case Command.Get get -> List.of(get(get));
            case Command.Describe it -> List.of(named("k8s_describe_resource", it.target()));
            case Command.Delete it -> List.of(named("k8s_delete_resource", it.target()));
            case Command.Logs logs -> List.of(logs(logs));
            case Command.Events events ->
                List.of(plan("k8s_get_events").with("namespace", events.namespace()));
            case Command.Scale scale -> List.of(scale(scale));
            case Command.Patch it ->
                List.of(named("k8s_patch_resource", it.target())
                        .with("patch", it.patch())
                        .with("patch_type", it.type()));
            case Command.Apply apply -> List.of(apply(apply));
            case Command.CreateNamespace it ->
                List.of(manifest(Manifests.namespace(it.name().orElseThrow())));
            case Command.CreateConfigMap it -> List.of(configMap(it));
            case Command.Mark mark -> mark(mark);
            case Command.Rollout it ->
                List.of(plan("k8s_rollout")
                        .with("action", it.action())
                        .with("resource_type", singular(it.target()))
                        .with("resource_name", it.target().name())
                        .with("namespace", it.target().namespace()));
            case Command.Execute it ->
                List.of(plan("k8s_execute_command")
                        .with("pod_name", it.pod().name())
                        .with("namespace", it.pod().namespace())
                        .with("container", it.container())
                        .with("command", it.line()));
            case Command.Look look -> List.of(look(look));
            case Command.Help help -> List.of();
        };
    }

    private Plan get(Command.Get get) {
        var target = get.target();
        var kind = target.kind().orElseThrow();
        if (kind.singular().equals("event")
                && target.name().isEmpty()
                && offered.contains("k8s_get_events")) {
            return plan("k8s_get_events").with("namespace", target.namespace());
        }
        if (get.output().equals(Optional.of("yaml"))
                && target.name().isPresent()
                && offered.contains("k8s_get_resource_yaml")) {
            return named("k8s_get_resource_yaml", target);
        }
        var type = target.name().isPresent() ? kind.singular() : kind.plural();
        return plan("k8s_get_resources")
                .with("resource_type", type)
                .with("resource_name", target.name())
                .with("namespace", target.namespace())
                .with("all_namespaces", get.everywhere() ? Optional.of("true") : Optional.empty())
                .with("output", get.output());
    }

    private static Plan logs(Command.Logs logs) {
        var kind = logs.pod().kind().map(Kinds.Kind::singular).orElse("pod");
        var name = logs.pod().name().orElseThrow();
        return plan("k8s_get_pod_logs")
                .with("pod_name", kind.equals("pod") ? name : kind + "/" + name)
                .with("namespace", logs.pod().namespace())
                .with("container", logs.container())
                .with("tail_lines", logs.tail().map(Calls::number));
    }

    /** Only Deployments have a tool of their own; the others are scaled by a patch. */
    private static Plan scale(Command.Scale scale) {
        var target = scale.target();
        var replicas = number(scale.replicas().orElseThrow());
        if (singular(target).equals("deployment")) {
            return plan("k8s_scale")
                    .with("name", target.name())
                    .with("namespace", target.namespace())
                    .with("replicas", replicas);
        }
        return named("k8s_patch_resource", target)
                .with("patch", Json.object(Map.of("spec", Map.of("replicas", replicas))))
                .with("patch_type", "merge");
    }

    private Plan apply(Command.Apply apply) {
        var text = apply.manifest().orElseThrow();
        return apply.fresh() && offered.contains("k8s_create_resource")
                ? plan("k8s_create_resource").with("yaml_content", text)
                : manifest(text);
    }

    private static Plan configMap(Command.CreateConfigMap it) {
        var target = it.target();
        var namespace = target.namespace().orElse("default");
        return manifest(Manifests.configMap(target.name().orElseThrow(), namespace, it.data()));
    }

    private static List<Plan> mark(Command.Mark mark) {
        var label = mark.what() == Command.Mark.What.LABEL;
        var plans = new ArrayList<Plan>();
        if (!mark.set().isEmpty()) {
            plans.add(named(label ? "k8s_label_resource" : "k8s_annotate_resource", mark.target())
                    .with(label ? "labels" : "annotations", pairs(mark.set())));
        }
        for (String gone : mark.gone()) {
            plans.add(named(label ? "k8s_remove_label" : "k8s_remove_annotation", mark.target())
                    .with(label ? "label_key" : "annotation_key", gone));
        }
        return plans;
    }

    /** "a=1 b=2", with quotes around a value that has blanks of its own. */
    private static String pairs(List<String> set) {
        return set.stream()
                .map(pair -> pair.matches("\\S*")
                        ? pair
                        : pair.replaceFirst("=", "=\"").concat("\""))
                .collect(Collectors.joining(" "));
    }

    private static Plan look(Command.Look look) {
        return switch (look.at()) {
            case API_RESOURCES -> plan("k8s_get_available_api_resources");
            case CONFIGURATION -> plan("k8s_get_cluster_configuration");
        };
    }

    private static Plan manifest(String yaml) {
        return plan("k8s_apply_manifest").with("manifest", yaml);
    }

    private static Plan named(String tool, Target target) {
        var kind = target.kind().orElseThrow();
        return plan(tool)
                .with("resource_type", kind.singular())
                .with("resource_name", target.name())
                .with("namespace", kind.namespaced() ? target.namespace() : Optional.empty());
    }

    private static Plan plan(String tool) {
        return new Plan(tool, new LinkedHashMap<>());
    }

    private static String singular(Target target) {
        return target.kind().map(Kinds.Kind::singular).orElse("deployment");
    }

    /** A number where it is one; anything else is left to the tool to refuse. */
    private static Object number(String text) {
        var digits = text.strip();
        var isNumber = !digits.isEmpty()
                && digits.length() <= LONGEST_NUMBER
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? (Object) Integer.valueOf(digits) : text;
    }
}
