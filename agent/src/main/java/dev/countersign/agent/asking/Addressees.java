package dev.countersign.agent.asking;

import dev.countersign.agent.catalog.ChannelSpec;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.channels.Person;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may decide over a channel that a tool server names where no rule does: the person at the
 * mail address or of the Slack account, or those whom the channel lists.
 */
final class Addressees {
    private static final String RESPONDERS = "allowedResponderIDs";

    private Addressees() {}

    /** Empty where nobody is listed and nobody here has that account: then nothing is said. */
    static Optional<Named> of(String channel, Snapshot catalog) {
        return Optional.ofNullable(catalog.channels().get(channel))
                .flatMap(spec -> of(spec, catalog));
    }

    private static Optional<Named> of(ChannelSpec spec, Snapshot catalog) {
        var listed = Arrays.stream(
                        spec.settings().getOrDefault(RESPONDERS, "").split("[^A-Za-z0-9]+"))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        var people = people(spec, listed.isEmpty() ? Set.of(spec.place()) : listed, catalog);
        return people.isEmpty() && listed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Named(people, Set.of(), false, true, 1));
    }

    private static Set<String> people(ChannelSpec spec, Set<String> accounts, Snapshot catalog) {
        return catalog.people().values().stream()
                .filter(person ->
                        person.identities(spec.type()).stream().anyMatch(accounts::contains))
                .map(Person::name)
                .collect(Collectors.toSet());
    }
}
