package dev.countersign.agent.model.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.countersign.agent.model.commands.grammar.Kinds;
import dev.countersign.agent.run.Message;

import java.util.Optional;

/** A call in words: what is done, to what, and where. */
record Deed(String verb, String object, Optional<String> namespace, boolean read) {

    static Deed of(Message.Proposal proposal) {
        var args = Json.read(proposal.arguments()).orElse(MissingNode.getInstance());
        return switch (proposal.tool()) {
            case "k8s_get_resources" -> listed(args);
            case "k8s_get_resource_yaml" -> named("show the YAML of", args, true);
            case "k8s_describe_resource" -> named("describe", args, true);
            case "k8s_get_pod_logs" -> logs(args);
            case "k8s_get_events" -> new Deed("list", "the events", where(args), true);
            case "k8s_get_available_api_resources" -> look("the API resources");
            case "k8s_get_cluster_configuration" -> look("the cluster configuration");
            case "k8s_delete_resource" -> named("delete", args, false);
            case "k8s_patch_resource" -> named("patch", args, false);
            case "k8s_label_resource", "k8s_remove_label" -> named("label", args, false);
            case "k8s_annotate_resource", "k8s_remove_annotation" -> named("annotate", args, false);
            case "k8s_rollout" -> named(rollout(args.path("action").asText()), args, false);
            case "k8s_scale" -> scaled(args);
            case "k8s_execute_command" -> run(args);
            case "k8s_apply_manifest" -> manifest("apply", args.path("manifest").asText());
            case "k8s_create_resource" ->
                manifest("create", args.path("yaml_content").asText());
            default -> new Deed("call", proposal.tool(), Optional.empty(), false);
        };
    }

    /** "delete ConfigMap test-config in default". */
    String said() {
        return verb + " " + object + place();
    }

    String place() {
        return namespace.map(name -> " in " + name).orElse("");
    }

    private static Deed listed(JsonNode args) {
        var kind = Kinds.any(args.path("resource_type").asText());
        var all = args.path("all_namespaces").asText().equals("true");
        var where = all ? Optional.of("all namespaces") : where(args);
        if (kind.singular().equals("all")) {
            return new Deed("list", "the workloads", where, true);
        }
        if (args.hasNonNull("resource_name")) {
            return named("show", args, true);
        }
        var plural = kind.shown() + (kind.shown().endsWith("s") ? "" : "s");
        var shown = Kinds.of(kind.singular()).isPresent() ? inWords(kind, plural) : kind.plural();
        return new Deed("list", "the " + shown, where, true);
    }

    /** Kinds of one word are said in small letters: pods, deployments; the others as ConfigMaps. */
    private static String inWords(Kinds.Kind kind, String plural) {
        var oneWord = kind.shown().substring(1).equals(kind.singular().substring(1));
        return oneWord ? kind.plural() : plural.replaceAll("ys$", "ies").replaceAll("sss$", "sses");
    }

    private static Deed logs(JsonNode args) {
        var lines = args.hasNonNull("tail_lines") ? args.path("tail_lines").asText() : "50";
        var pod = args.path("pod_name").asText();
        return new Deed("show", "the last " + lines + " log lines of " + pod, where(args), true);
    }

    private static Deed scaled(JsonNode args) {
        var object = "Deployment " + args.path("name").asText();
        var replicas = args.path("replicas").asText();
        var to = object + " to " + replicas + (replicas.equals("1") ? " replica" : " replicas");
        return new Deed("scale", to, where(args), false);
    }

    private static Deed run(JsonNode args) {
        var line = "`" + args.path("command").asText() + "` in pod "
                + args.path("pod_name").asText();
        return new Deed("run", line, where(args), false);
    }

    private static Deed look(String object) {
        return new Deed("show", object, Optional.empty(), true);
    }

    private static String rollout(String action) {
        return switch (action) {
            case "history", "status" -> "show the rollout " + action + " of";
            case "undo" -> "roll back";
            default -> action;
        };
    }

    private static Deed named(String verb, JsonNode args, boolean read) {
        var kind = Kinds.any(args.path("resource_type").asText());
        var object = kind.shown() + " " + args.path("resource_name").asText();
        return new Deed(verb, object.strip(), where(args), read || verb.startsWith("show "));
    }

    private static Optional<String> where(JsonNode args) {
        return Optional.of(args.path("namespace").asText()).filter(name -> !name.isEmpty());
    }

    /** The first object of a manifest, by its lines; the card shows the whole of it. */
    private static Deed manifest(String verb, String yaml) {
        var documents = yaml.lines().filter(line -> line.startsWith("kind:")).count();
        if (documents != 1) {
            var count = documents == 0 ? "the manifest" : "a manifest of " + documents + " objects";
            return new Deed(verb, count, Optional.empty(), false);
        }
        var kind = Kinds.any(value(yaml, "kind:")).shown();
        var name = value(yaml, "  name:");
        var namespace = Optional.of(value(yaml, "  namespace:")).filter(text -> !text.isEmpty());
        return new Deed(verb, (kind + " " + name).strip(), namespace, false);
    }

    private static String value(String yaml, String key) {
        return yaml.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().replace("\"", ""))
                .findFirst()
                .orElse("");
    }
}
