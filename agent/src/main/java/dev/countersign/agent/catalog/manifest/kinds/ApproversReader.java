package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.gate.Rule.Turn;
import dev.countersign.agent.words.Nearest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads who may decide, and sees to it that enough of them exist. */
final class ApproversReader {
    static final int MOST = 100;
    static final int MOST_STAGES = 8;

    private final Section section;
    private final List<Check> checks;

    ApproversReader(Section section, List<Check> checks) {
        this.section = section;
        this.checks = checks;
    }

    private enum Self {
        ALLOW,
        DENY
    }

    /** The people of a rule without stages. */
    Named read() {
        return named(section, self());
    }

    private boolean self() {
        return section.oneOf("self", Self.class).filter(s -> s == Self.ALLOW).isPresent();
    }

    /** People who decide one after the other; none where the rule has no stages. */
    List<Turn> turns() {
        var turns = new ArrayList<Turn>();
        boolean self = section.has("stages") && self();
        for (Section stage : section.sections("stages")) {
            var name = stage.needText("name");
            if (turns.stream().anyMatch(t -> t.name().equals(name))) {
                stage.error("name", "Another stage is named " + name + ", too.");
            }
            stage.items("channels").forEach(at -> checks.add(TermsReader.channel(at)));
            var channels = stage.texts("channels");
            turns.add(new Turn(name, named(stage, self), channels));
        }
        if (turns.size() > MOST_STAGES) {
            section.error("stages", "There are more than " + MOST_STAGES + " stages.");
        }
        if (!turns.isEmpty()) {
            section.done();
        }
        return turns;
    }

    private Named named(Section from, boolean self) {
        from.items("people").forEach(at -> checks.add(Check.exists(Kinds.PERSON, text(at), at)));
        from.items("groups").forEach(at -> checks.add(peopled(at)));
        var named = new Named(
                Set.copyOf(from.texts("people")),
                Set.copyOf(from.texts("groups")),
                from.flag("anyone", false),
                self,
                from.number("count", 1, MOST).orElse(1));
        from.done();
        if (named.people().isEmpty() && named.groups().isEmpty() && !named.anyone()) {
            from.findings()
                    .error(
                            from.line(),
                            from.path(),
                            "Nobody is named, so nobody could approve what this rule meets. Name"
                                    + " people or groups, or write decision: deny.");
        } else {
            checks.add(enough(named, from));
        }
        return named;
    }

    private static String text(Field at) {
        return at.value() instanceof Field.Text text ? text.text() : "";
    }

    /** A group that another system keeps may be empty for all we know; any other has people. */
    static Check peopled(Field at) {
        return (known, findings) -> {
            var group = text(at);
            if (known.members(group).isEmpty() && !known.keptElsewhere().test(group)) {
                findings.error(
                        at.line(),
                        at.path(),
                        "No Person is in the group " + group + "."
                                + Nearest.hint(group, known.groups()));
            }
        };
    }

    /** The size of a group that another system keeps is not known. */
    private static Check enough(Named named, Section from) {
        int line = from.line("count");
        var path = from.path("count");
        return (known, findings) -> {
            var possible = new HashSet<>(named.people());
            named.groups().forEach(group -> possible.addAll(known.members(group)));
            if (named.anyone()) {
                known.everybody().forEach(person -> possible.add(person.name()));
            }
            var open = named.groups().stream()
                    .anyMatch(g ->
                            known.keptElsewhere().test(g) || known.members(g).isEmpty());
            if (!open && named.count() > possible.size()) {
                findings.error(
                        line,
                        path,
                        "The quorum of " + named.count() + " is larger than the" + " group: only "
                                + possible.size() + " can decide.");
            }
        };
    }
}
