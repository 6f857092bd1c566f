package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.channels.Person;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known by name when a document is checked against the others. */
public record Known(
        Map<String, Set<String>> names,
        Map<String, Person> people,
        Map<String, Set<String>> builtins) {

    /** The names of one kind of document. */
    public Set<String> names(String kind) {
        return names.getOrDefault(kind, Set.of());
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
