package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.AgentSpec.Source;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.catalog.Tightening;
import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Money;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.Glob;
import dev.countersign.agent.words.Nearest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an {@code Agent}; one whose gates are written wrong is not loaded without them. */
final class AgentReader {
    private AgentReader() {}

    static Piece read(String name, Section spec, List<Check> checks) {
        var model = reference(spec.needSection("llmRef"), Kinds.LLM, checks);
        var policy = spec.section("policyRef").map(ref -> reference(ref, Kinds.POLICY, checks));
        var channels = spec.sections("contactChannels").stream()
                .map(ref -> reference(ref, Kinds.CHANNEL, checks))
                .toList();
        var tools = spec.sections("tools").stream()
                .flatMap(tool -> tool(tool, checks).stream())
                .toList();
        oneCluster(tools, spec);
        spec.sections("tools").stream()
                .flatMap(tool -> tool.section("agent").stream())
                .flatMap(ref -> ref.field("name").stream())
                .forEach(at -> checks.add(endsSomewhere(name, at)));
        return new Piece.Agent(new AgentSpec(
                name,
                spec.text("description").orElse(""),
                model,
                spec.text("system").orElse(""),
                tools,
                policy,
                channels,
                spec.flag("askUser", true),
                spec.section("budget").map(AgentReader::budget).orElse(Run.Budget.NONE)));
    }

    /** How much one run may cost: {@code tokens}, or {@code cost} in the currency of the prices. */
    private static Run.Budget budget(Section section) {
        var tokens = section.number("tokens", 1, Integer.MAX_VALUE).map(Integer::longValue);
        var cost = section.text("cost").flatMap(text -> {
            var micros = Money.micros(text);
            if (micros.isEmpty()) {
                section.error("cost", "\"" + text + "\" is no amount of money. Write 2.50.");
            }
            return micros;
        });
        section.done();
        return new Run.Budget(tokens, cost);
    }

    /** The tools of two clusters have the same names, and the model could not tell them apart. */
    private static void oneCluster(List<ToolRef> tools, Section spec) {
        var builtins = tools.stream().filter(t -> t.source() == Source.BUILTIN).toList();
        var kinds = builtins.stream().map(ToolRef::kind).distinct().count();
        if (builtins.stream().map(ToolRef::name).distinct().count() > kinds) {
            spec.error("tools", "An agent works on one cluster. Make an agent for each.");
        }
    }

    private static String reference(Section ref, String kind, List<Check> checks) {
        var name = ref.needText("name");
        ref.field("name").ifPresent(at -> checks.add(Check.exists(kind, name, at)));
        ref.done();
        return name;
    }

    private static Optional<ToolRef> tool(Section tool, List<Check> checks) {
        var found = new ArrayList<ToolRef>();
        var cluster = tool.text("cluster");
        tool.text("builtin")
                .ifPresent(name -> found.add(bare(
                        Source.BUILTIN, cluster.map(c -> ToolRef.at(name, c)).orElse(name))));
        tool.field("builtin").ifPresent(at -> checks.add(builtIn(at)));
        tool.field("cluster").ifPresent(at -> checks.add(cluster(found, at)));
        tool.section("mcpServer")
                .ifPresent(ref -> found.add(
                        bare(Source.MCP_SERVER, reference(ref, Kinds.MCP_SERVER, checks))));
        tool.section("tool")
                .ifPresent(ref -> found.add(bare(Source.TOOL, reference(ref, Kinds.TOOL, checks))));
        tool.section("agent")
                .ifPresent(
                        ref -> found.add(bare(Source.AGENT, reference(ref, Kinds.AGENT, checks))));
        var names = tool.items("names");
        var gated = tool.items("requireApproval");
        tool.texts("names");
        tool.texts("requireApproval");
        tool.done();
        if (found.size() != 1) {
            tool.findings()
                    .error(
                            tool.line(),
                            tool.path(),
                            "Name exactly one of builtin, mcpServer, tool and agent.");
            return Optional.empty();
        }
        return found.stream().findFirst().map(bare -> full(bare, names, gated, checks));
    }

    /** Work that is handed on from agent to agent never comes back to the first. */
    private static Check endsSomewhere(String name, Field at) {
        return (known, findings) -> {
            var to = at.value() instanceof Field.Text text ? text.text() : "";
            var circle = known.circle(name, to);
            if (!circle.isEmpty()) {
                findings.error(
                        at.line(),
                        at.path(),
                        "These agents would work for themselves: " + String.join(" → ", circle)
                                + ". Remove one of the references.");
            }
        };
    }

    private static Check builtIn(Field at) {
        return (known, findings) -> {
            var name = at.value() instanceof Field.Text text ? text.text() : "";
            if (!known.builtins().isEmpty() && !known.builtins().containsKey(name)) {
                findings.error(
                        at.line(),
                        at.path(),
                        "There is no built-in source " + name + "."
                                + Nearest.hint(name, known.builtins().keySet()));
            }
        };
    }

    private static Check cluster(List<ToolRef> found, Field at) {
        return (known, findings) -> {
            var ref = found.getFirst();
            var name = at.value() instanceof Field.Text text ? text.text() : "";
            if (ref.source() != Source.BUILTIN) {
                findings.error(at.line(), at.path(), "Only a builtin source has clusters.");
            } else if (!known.builtins().isEmpty() && !known.builtins().containsKey(ref.name())) {
                var prefix = ToolRef.at(ref.kind(), "");
                var clusters = known.builtins().keySet().stream()
                        .filter(source -> source.startsWith(prefix))
                        .map(source -> source.substring(prefix.length()))
                        .toList();
                findings.error(
                        at.line(),
                        at.path(),
                        "No cluster " + name + " is configured in kubernetes.clusters."
                                + Nearest.hint(name, clusters));
            }
        };
    }

    private static ToolRef bare(Source source, String name) {
        return new ToolRef(source, name, List.of(), List.of());
    }

    private static ToolRef full(
            ToolRef bare, List<Field> names, List<Field> gated, List<Check> checks) {
        names.forEach(name -> checks.add(offered(bare, name)));
        gated.forEach(entry -> checks.add(gateable(bare, entry, names)));
        return new ToolRef(bare.source(), bare.name(), local(bare, names), local(bare, gated));
    }

    /** Names without their server: {@code tool} and {@code server__tool} are the same tool. */
    private static List<String> local(ToolRef ref, List<Field> fields) {
        return fields.stream().map(field -> local(ref, field)).toList();
    }

    private static String local(ToolRef ref, Field field) {
        var name = field.value() instanceof Field.Text text ? text.text() : "";
        return switch (ref.source()) {
            case MCP_SERVER -> without(ref.name() + Tightening.SERVER_MARK, name);
            case AGENT -> without(Tightening.DELEGATE, name);
            case BUILTIN, TOOL -> name;
        };
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** What is known to be offered by a source; empty where only the source itself knows. */
    private static Set<String> offer(ToolRef ref, Known known) {
        return switch (ref.source()) {
            case BUILTIN -> known.builtins().getOrDefault(ref.name(), Set.of());
            case TOOL, AGENT -> Set.of(ref.name());
            case MCP_SERVER -> Set.of();
        };
    }

    private static Check offered(ToolRef ref, Field at) {
        var name = local(ref, at);
        return (known, findings) -> {
            var offer = offer(ref, known);
            if (!offer.isEmpty() && !offer.contains(name)) {
                findings.error(
                        at.line(),
                        at.path(),
                        "\"" + name + "\" is no tool of " + ref.name() + "."
                                + Nearest.hint(name, offer));
            }
        };
    }

    /** Each entry must meet a tool that is offered, or the gate that it means would stay open. */
    private static Check gateable(ToolRef ref, Field at, List<Field> names) {
        var entry = local(ref, at);
        var listed = local(ref, names);
        return (known, findings) -> {
            var offer = listed.isEmpty() ? offer(ref, known) : listed;
            if (!offer.isEmpty() && offer.stream().noneMatch(n -> Glob.matches(entry, n))) {
                var remedy = listed.isEmpty()
                        ? "no tool of " + ref.name() + "."
                        : "not in names. Add it there or remove it here.";
                findings.error(
                        at.line(),
                        at.path(),
                        "\"" + entry + "\" is " + remedy + Nearest.hint(entry, offer));
            }
        };
    }
}
