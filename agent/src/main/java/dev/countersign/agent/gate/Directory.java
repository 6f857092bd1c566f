package dev.countersign.agent.gate;

import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The people we know, and how to tell them from what a channel says of a speaker. */
public final class Directory {
    private final List<Person> people;

    public Directory(Collection<Person> people) {
        this.people = List.copyOf(people);
    }

    /** Whom a channel's word for a speaker means. */
    public sealed interface Found {
        record Known(Person person) implements Found {}

        /** Nobody, or more than one: neither may decide. */
        record Unknown(String sentence) implements Found {}
    }

    public Found find(Speaker speaker) {
        var matches = people.stream()
                .filter(p -> has(p, speaker.scheme(), speaker.account()))
                .toList();
        return switch (matches.size()) {
            case 0 ->
                new Found.Unknown("Nobody is known as "
                        + speaker.account()
                        + " here. Ask the operator for a Person with this "
                        + speaker.scheme()
                        + " account.");
            case 1 -> new Found.Known(matches.getFirst());
            default ->
                new Found.Unknown("More than one Person has the "
                        + speaker.scheme()
                        + " account "
                        + speaker.account()
                        + ". Ask the operator to give it to one of them.");
        };
    }

    private static boolean has(Person person, String scheme, String account) {
        return person.identities(scheme).stream().anyMatch(a -> a.equalsIgnoreCase(account));
    }

    public Optional<Person> named(String name) {
        return people.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    public List<Person> people() {
        return people;
    }

    /** This person as the gatekeeper asks about them, with their groups as they are now. */
    public Gatekeeper.Chooser chooser(Person person) {
        return new Gatekeeper.Chooser() {
            @Override
            public String name() {
                return person.name();
            }

            @Override
            public boolean isIn(String group) {
                return person.groups().contains(group);
            }
        };
    }
}
