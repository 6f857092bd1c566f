package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Nearest;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.gate.Rule.Named;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads who may decide, and sees to it that enough of them exist. */
final class ApproversReader {
    static final int MOST = 100;

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

    Named read() {
        section.items("people").forEach(at -> checks.add(Check.exists(Kinds.PERSON, text(at), at)));
        section.items("groups").forEach(at -> checks.add(peopled(at)));
        var named = new Named(
                Set.copyOf(section.texts("people")),
                Set.copyOf(section.texts("groups")),
                section.flag("anyone", false),
                section.oneOf("self", Self.class).filter(s -> s == Self.ALLOW).isPresent(),
                section.number("count", 1, MOST).orElse(1));
        section.done();
        if (named.people().isEmpty() && named.groups().isEmpty() && !named.anyone()) {
            section.findings()
                    .warning(
                            section.line(),
                            section.path(),
                            "Nobody is named, so nobody can approve what this rule meets.");
        } else {
            checks.add(enough(named));
        }
        return named;
    }

    private static String text(Field at) {
        return at.value() instanceof Field.Text text ? text.text() : "";
    }

    private static Check peopled(Field at) {
        return (known, findings) -> {
            if (known.members(text(at)).isEmpty()) {
                findings.warning(
                        at.line(),
                        at.path(),
                        "No Person is in the group " + text(at) + "."
                                + Nearest.hint(text(at), known.groups()));
            }
        };
    }

    /** A group without a Person may be filled by another system, so its size is not known. */
    private Check enough(Named named) {
        int line = section.line("count");
        var path = section.path("count");
        return (known, findings) -> {
            var possible = new HashSet<>(named.people());
            named.groups().forEach(group -> possible.addAll(known.members(group)));
            if (named.anyone()) {
                known.everybody().forEach(person -> possible.add(person.name()));
            }
            var open = named.groups().stream().anyMatch(g -> known.members(g).isEmpty());
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
