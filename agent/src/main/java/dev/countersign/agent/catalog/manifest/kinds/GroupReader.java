package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.GroupSpec;
import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.words.Nearest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a {@code Group}: people, and other groups; none is in itself. */
final class GroupReader {
    private GroupReader() {}

    static Piece read(String name, Section spec, List<Check> checks) {
        var group = new GroupSpec(
                name, Set.copyOf(spec.texts("people")), Set.copyOf(spec.texts("groups")));
        spec.items("people").forEach(at -> checks.add(Check.exists(Kinds.PERSON, text(at), at)));
        spec.items("groups").forEach(at -> checks.add(known(text(at), at)));
        if (group.people().isEmpty() && group.groups().isEmpty()) {
            spec.error("people", "Nobody is in this group. Name people or groups.");
        }
        int line = spec.line("groups");
        var path = spec.path("groups");
        checks.add((known, findings) -> group.circle(known.circles())
                .ifPresent(circle -> findings.error(
                        line,
                        path,
                        "The group is in itself: " + String.join(" > ", circle) + ".")));
        return new Piece.Circle(group);
    }

    private static String text(Field at) {
        return at.value() instanceof Field.Text text ? text.text() : "";
    }

    private static Check known(String group, Field at) {
        return (known, findings) -> {
            var names = new HashSet<>(known.groups());
            names.addAll(known.names(Kinds.GROUP_KIND));
            if (known.keptElsewhere().test(group)) {
                findings.error(
                        at.line(),
                        at.path(),
                        "A group of another system stands in a rule itself, not in a Group.");
            } else if (!names.contains(group)) {
                findings.error(
                        at.line(),
                        at.path(),
                        "There is no group " + group + "." + Nearest.hint(group, names));
            }
        };
    }
}
