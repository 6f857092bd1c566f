package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.gate.Conditions;
import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.gate.Rule.Condition;
import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Match;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.tool.Glob;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.words.Nearest;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one rule of an {@code ApprovalPolicy}. */
final class RuleReader {
    private static final Match ANY =
            new Match(List.of(), List.of(), Set.of(), List.of(), List.of(), Condition.ALWAYS);

    private final Section rule;
    private final Conditions conditions;
    private final List<Check> checks;

    RuleReader(Section rule, Conditions conditions, List<Check> checks) {
        this.rule = rule;
        this.conditions = conditions;
        this.checks = checks;
    }

    Rule read(String otherwise) {
        var match = rule.section("match").map(this::match).orElse(ANY);
        var decision = rule.oneOf("decision", Decision.class);
        if (decision.isEmpty() && !rule.has("decision")) {
            rule.needText("decision");
        }
        var terms = terms(match);
        var name = rule.text("name").orElse(otherwise);
        rule.done();
        return new Rule(name, match, decision.orElse(Decision.DENY), terms);
    }

    private Match match(Section section) {
        section.items("tools").forEach(at -> checks.add(tool(at)));
        var match = new Match(
                section.texts("tools"),
                section.texts("sources"),
                Set.copyOf(section.someOf("class", ToolClass.class)),
                section.texts("agents"),
                section.texts("channels"),
                section.text("where")
                        .map(text -> condition(section, text))
                        .orElse(Condition.ALWAYS));
        section.done();
        return match;
    }

    private Condition condition(Section section, String text) {
        try {
            return conditions.compile(text);
        } catch (Conditions.Unusable unusable) {
            section.error("where", unusable.getMessage());
            return Condition.ALWAYS;
        }
    }

    /** A name that is nearly a known tool's is a slip of the pen, and its rule would never hold. */
    private static Check tool(Field at) {
        return (known, findings) -> {
            var name = at.value() instanceof Field.Text text ? text.text() : "";
            var tools = known.builtinTools();
            if (tools.isEmpty() || tools.stream().anyMatch(t -> Glob.matches(name, t))) {
                return;
            }
            var near = Nearest.to(name, tools);
            if (near.isPresent() && new Glob(name).plain()) {
                findings.error(
                        at.line(),
                        at.path(),
                        "There is no tool " + name + ". Did you mean " + near.get() + "?");
            }
        };
    }

    private Terms terms(Match match) {
        var people = rule.section("approvers").map(s -> new ApproversReader(s, checks));
        var turns = people.map(ApproversReader::turns).orElse(List.of());
        var approvers = turns.isEmpty()
                ? people.map(ApproversReader::read)
                : Optional.of(turns.getFirst().who());
        rule.items("breakGlass").forEach(at -> checks.add(ApproversReader.peopled(at)));
        rule.items("channels").forEach(at -> checks.add(TermsReader.channel(at)));
        return new TermsReader(rule, checks).read(match, approvers, turns);
    }
}
