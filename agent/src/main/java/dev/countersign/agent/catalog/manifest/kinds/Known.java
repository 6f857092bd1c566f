package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.GroupSpec;
import dev.countersign.channels.Person;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known by name when a document is checked against the others; people with the groups that
 * they are in by way of a {@code Group}; {@code colleagues} are the agents that each agent may
 * delegate to.
 */
public record Known(
        Map<String, Set<String>> names,
        Map<String, Person> people,
        Collection<GroupSpec> circles,
        Map<String, Set<String>> builtins,
        Map<String, Set<String>> colleagues,
        Predicate<String> keptElsewhere) {

    /** The names of one kind of document. */
    public Set<String> names(String kind) {
        return names.getOrDefault(kind, Set.of());
    }

    /** How work that goes from one agent to another could come back to the first; empty if not. */
    List<String> circle(String from, String to) {
        var seen = new HashSet<String>();
        var paths = new ArrayDeque<List<String>>();
        paths.add(List.of(from, to));
        while (!paths.isEmpty()) {
            var path = paths.poll();
            if (path.getLast().equals(from)) {
                return path;
            }
            if (seen.add(path.getLast())) {
                colleagues.getOrDefault(path.getLast(), Set.of()).stream()
                        .sorted()
                        .map(next ->
                                Stream.concat(path.stream(), Stream.of(next)).toList())
                        .forEach(paths::add);
            }
        }
        return List.of();
    }

    Collection<Person> everybody() {
        return people.values();
    }

    List<String> members(String group) {
        return everybody().stream()
                .filter(person -> person.groups().contains(group))
                .map(Person::name)
                .toList();
    }

    Set<String> groups() {
        var groups = new LinkedHashSet<String>();
        everybody().forEach(person -> groups.addAll(person.groups()));
        return groups;
    }

    /** Every tool that is built in, of all sources. */
    Set<String> builtinTools() {
        var tools = new LinkedHashSet<String>();
        builtins.values().forEach(tools::addAll);
        return tools;
    }
}
