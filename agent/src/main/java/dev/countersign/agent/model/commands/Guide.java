package dev.countersign.agent.model.commands;

import dev.countersign.agent.model.commands.grammar.Grammar;
import dev.countersign.agent.model.commands.grammar.Kinds;
import dev.countersign.agent.model.commands.grammar.Reading;
import dev.countersign.agent.words.Nearest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells people what they can write, as far as the tools that are offered carry it. */
final class Guide {
    private static final int MOST_QUOTED = 120;
    private static final int MOST_NEAR = 3;
    private static final int MOST_COMPARED = 6;

    private static final List<Example> EXAMPLES = List.of(
            new Example("get", "k8s_get_resources", "get pods -n shop"),
            new Example("list", "k8s_get_resources", "list all deployments in the shop namespace"),
            new Example("describe", "k8s_describe_resource", "describe deploy web -n shop"),
            new Example("logs", "k8s_get_pod_logs", "logs web-7d9 -n shop --tail 50"),
            new Example("events", "k8s_get_events", "events -n shop"),
            new Example("yaml", "k8s_get_resource_yaml", "get deploy web -n shop -o yaml"),
            new Example(
                    "create",
                    "k8s_apply_manifest",
                    "create configmap NAME in the default namespace with the key K set to \"V\""),
            new Example("apply", "k8s_apply_manifest", "apply (with YAML on the next lines)"),
            new Example("delete", "k8s_delete_resource", "delete configmap NAME -n default"),
            new Example("scale", "k8s_scale", "scale deploy web 5 -n shop"),
            new Example(
                    "patch",
                    "k8s_patch_resource",
                    "patch deploy web -n shop -p '{\"spec\":{\"replicas\":2}}'"),
            new Example("set", "k8s_patch_resource", "set K to \"V\" in configmap NAME -n default"),
            new Example("label", "k8s_label_resource", "label pod web-7d9 tier=front -n shop"),
            new Example(
                    "annotate",
                    "k8s_annotate_resource",
                    "annotate pod web-7d9 note=\"checked today\" -n shop"),
            new Example("rollout", "k8s_rollout", "rollout restart deploy web -n shop"),
            new Example("exec", "k8s_execute_command", "exec web-7d9 -n shop -- date"),
            new Example("api-resources", "k8s_get_available_api_resources", "api-resources"),
            new Example("config", "k8s_get_cluster_configuration", "config view"));

    private final Set<String> offered;

    Guide(Set<String> offered) {
        this.offered = Set.copyOf(offered);
    }

    private record Example(String verb, String tool, String line) {}

    String help() {
        var lines = EXAMPLES.stream()
                .filter(example -> offered.contains(example.tool()))
                .map(Example::line)
                .collect(Collectors.joining("\n"));
        return lines.isEmpty()
                ? "I understand commands for a cluster, but have no Kubernetes tool here. " + has()
                : "You can write, for example:\n```\n" + lines + "\nhelp\n```\n"
                        + "Several commands go on several lines. A change waits for a "
                        + "yes where the policy says so.";
    }

    String lost(Reading.Lost lost) {
        var quoted = "I did not understand \u201c" + cut(lost.said())
                + "\u201d, so I have done nothing.";
        var why = lost.why().isEmpty() ? "" : " " + lost.why();
        var near = nearest(lost.said());
        if (near.isEmpty()) {
            return quoted + why + "\n" + help();
        }
        return quoted + why + " Did you mean:\n```\n" + String.join("\n", near) + "\n```\n"
                + "Write `help` for all commands.";
    }

    String notOffered(String deed, List<String> missing) {
        return "I cannot " + deed + ": the tool " + String.join(", ", missing)
                + " is not offered to this agent. " + has();
    }

    private String has() {
        return offered.isEmpty()
                ? "It has no tools."
                : "It has " + offered.stream().sorted().collect(Collectors.joining(", ")) + ".";
    }

    /** The sentence with its mistyped words put right, then examples of the verbs that are near. */
    private List<String> nearest(String said) {
        var words = List.of(said.strip().split("\\s+", MOST_COMPARED + 1));
        var near = new ArrayList<String>();
        var corrected = words.stream().map(Guide::corrected).collect(Collectors.joining(" "));
        if (!corrected.equals(String.join(" ", words))
                && corrected.length() <= MOST_QUOTED
                && Grammar.read(corrected) instanceof Reading.Understood) {
            near.add(corrected);
        }
        words.stream()
                .limit(MOST_COMPARED)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> Kinds.of(word).isEmpty())
                .flatMap(word -> verbs(word).stream())
                .distinct()
                .flatMap(verb -> EXAMPLES.stream().filter(e -> e.verb().equals(verb)))
                .filter(example -> offered.contains(example.tool()))
                .map(Example::line)
                .limit(MOST_NEAR)
                .forEach(near::add);
        return near;
    }

    private static List<String> verbs(String word) {
        return Nearest.all(word, EXAMPLES.stream().map(Example::verb).toList());
    }

    private static String corrected(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        if (Grammar.isOwn(lower) || Kinds.of(lower).isPresent() || lower.length() < 3) {
            return word;
        }
        var known = new ArrayList<String>(Nearest.all(lower, Kinds.names()));
        known.addAll(0, Nearest.all(lower, EXAMPLES.stream().map(Example::verb).toList()));
        return known.isEmpty() ? word : known.getFirst();
    }

    private static String cut(String said) {
        var line = said.replace('\n', ' ').strip();
        return line.length() <= MOST_QUOTED ? line : line.substring(0, MOST_QUOTED) + "\u2026";
    }
}
