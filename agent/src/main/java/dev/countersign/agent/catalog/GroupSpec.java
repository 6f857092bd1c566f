package dev.countersign.agent.catalog;

import dev.countersign.channels.Person;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A group of people and of other groups, beside those that people say they are in. */
public record GroupSpec(String name, Set<String> people, Set<String> groups) {
    public GroupSpec {
        people = Set.copyOf(people);
        groups = Set.copyOf(groups);
    }

    /** The same people with every group that they are in, be it by way of another group. */
    public static List<Person> joined(Collection<Person> people, Collection<GroupSpec> groups) {
        return groups.isEmpty()
                ? List.copyOf(people)
                : people.stream().map(p -> p.in(of(p, groups))).toList();
    }

    private static Set<String> of(Person person, Collection<GroupSpec> groups) {
        var all = new HashSet<>(person.groups());
        groups.stream().filter(g -> g.people().contains(person.name())).forEach(g -> {
            all.add(g.name());
        });
        boolean more = true;
        while (more) {
            more = false;
            for (var group : groups) {
                more |= group.groups().stream().anyMatch(all::contains) && all.add(group.name());
            }
        }
        return all;
    }

    /** How this group is in itself by way of others, where it is: a, b, a. */
    public Optional<List<String>> circle(Collection<GroupSpec> others) {
        return path(name, others, new LinkedHashSet<>());
    }

    private Optional<List<String>> path(
            String from, Collection<GroupSpec> others, LinkedHashSet<String> seen) {
        if (!seen.add(from)) {
            return Optional.empty();
        }
        var inside = from.equals(name) ? groups : inside(from, others);
        if (inside.contains(name)) {
            var circle = new ArrayList<>(seen);
            circle.add(name);
            return Optional.of(circle);
        }
        for (var group : inside) {
            var found = path(group, others, new LinkedHashSet<>(seen));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Set<String> inside(String name, Collection<GroupSpec> others) {
        return others.stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .map(GroupSpec::groups)
                .orElse(Set.of());
    }
}
