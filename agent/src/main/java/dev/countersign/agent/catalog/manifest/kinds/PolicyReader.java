package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.gate.Conditions;
import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Policy.Defaults;
import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.gate.Rule.Decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads an {@code ApprovalPolicy}. */
final class PolicyReader {
    static final int MAX_RULES = 500;

    private final Conditions conditions;

    PolicyReader(Conditions conditions) {
        this.conditions = conditions;
    }

    Piece read(String name, Section spec, List<Check> checks) {
        var rules = new ArrayList<Rule>();
        var names = new HashSet<String>();
        for (Section section : spec.sections("rules")) {
            var otherwise = name + "#" + (rules.size() + 1);
            var rule = new RuleReader(section, conditions, checks).read(otherwise);
            if (!names.add(rule.name())) {
                section.error("name", "Another rule is named " + rule.name() + ", too.");
            }
            rules.add(rule);
        }
        if (rules.size() > MAX_RULES) {
            spec.error("rules", "There are more than " + MAX_RULES + " rules.");
        }
        var defaults = spec.section("default").map(PolicyReader::defaults).orElse(Defaults.SAFE);
        return new Piece.Rules(new Policy(name, rules, defaults));
    }

    private static Defaults defaults(Section section) {
        var defaults = new Defaults(
                decision(section, "read", Defaults.SAFE.read()),
                decision(section, "write", Defaults.SAFE.write()),
                decision(section, "destructive", Defaults.SAFE.destructive()),
                decision(section, "unknown", Defaults.SAFE.unknown()));
        section.done();
        return defaults;
    }

    private static Decision decision(Section section, String key, Decision otherwise) {
        return section.oneOf(key, Decision.class).orElse(otherwise);
    }
}
