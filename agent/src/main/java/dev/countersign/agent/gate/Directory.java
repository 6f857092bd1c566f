package dev.countersign.agent.gate;

import dev.countersign.agent.gate.Groups.Member;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;
import dev.countersign.channels.Person.Away;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The people we know, found by the account that a channel reports and by nothing else; a display
 * name finds nobody. Pure, and shared by many threads.
 */
public final class Directory {
    /** The scheme whose accounts are compared without regard to case. */
    private static final String EMAIL = "email";

    private final Map<String, Person> byName = new HashMap<>();
    private final Map<Member, Set<Person>> byAccount = new HashMap<>();
    private final Map<String, List<Person>> byDelegate = new HashMap<>();
    private final Groups groups;
    private final Absences absences;

    public Directory(Collection<Person> people, Groups groups) {
        this(people, groups, Absences.NONE);
    }

    public Directory(Collection<Person> people, Groups groups, Absences absences) {
        this.groups = groups;
        this.absences = absences;
        for (Person person : people) {
            byName.put(person.name(), person);
            person.away().flatMap(Away::delegate).ifPresent(delegate -> byDelegate
                    .computeIfAbsent(delegate, key -> new ArrayList<>())
                    .add(person));
            person.identities()
                    .forEach((scheme, accounts) -> accounts.forEach(account -> byAccount
                            .computeIfAbsent(account(scheme, account), key -> new LinkedHashSet<>())
                            .add(person)));
        }
    }

    /** Until when people are away by word of a channel, beside what is written of them. */
    @FunctionalInterface
    public interface Absences {
        Absences NONE = person -> Optional.empty();

        Optional<Instant> until(String person);
    }

    /** Who a speaker is. */
    public sealed interface Found {
        /** Exactly one person has this account. */
        record Known(Person person) implements Found {}

        /** Nobody has it; the sentence tells the speaker what to do. */
        record Nobody(String instructions) implements Found {}

        /** Several people have it, so none of them is meant; the sentence says what to do. */
        record Ambiguous(Set<String> people, String instructions) implements Found {
            public Ambiguous {
                people = Set.copyOf(people);
            }
        }
    }

    public Found find(Speaker speaker) {
        var people = people(speaker.scheme(), speaker.account());
        if (people.isEmpty()) {
            return new Found.Nobody("No Person has the " + speaker.scheme() + " account "
                    + speaker.account() + ". Ask an administrator to add it to yours.");
        }
        if (people.size() > 1) {
            var names = new LinkedHashSet<>(people.stream().map(Person::name).toList());
            return new Found.Ambiguous(
                    names,
                    "Several people have the " + speaker.scheme() + " account " + speaker.account()
                            + ". Ask an administrator to leave it with one of them.");
        }
        return new Found.Known(people.iterator().next());
    }

    /** A person by the name that rules and tokens use. */
    public Optional<Person> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether another system keeps this group, so that nobody in it now does not mean nobody. */
    public boolean isKeptElsewhere(String group) {
        return groups.isKeptElsewhere(group);
    }

    /** Everybody, by name. */
    public List<Person> people() {
        return byName.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
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
                return Directory.this.isIn(person, group);
            }

            @Override
            public List<Gatekeeper.Chooser> standsInFor(Instant at) {
                return byDelegate.getOrDefault(person.name(), List.of()).stream()
                        .filter(absent -> isAway(absent, at))
                        .map(Directory.this::chooser)
                        .toList();
            }
        };
    }

    /** Whether a person is away, by what is written of them or what a channel has heard. */
    boolean isAway(Person person, Instant at) {
        return person.away().flatMap(Away::until).filter(at::isBefore).isPresent()
                || absences.until(person.name()).filter(at::isBefore).isPresent();
    }

    /** Whether a person is in a group now, by our own word or by another system's. */
    boolean isIn(Person person, String group) {
        var known = named(person.name());
        if (known.isEmpty()) {
            return false;
        }
        return known.get().groups().contains(group)
                || groups.members(group).stream()
                        .anyMatch(m -> isOnly(known.get(), m.scheme(), m.account()));
    }

    /** Whether this account is a person's alone; one that several have is nobody's. */
    public boolean isOnly(Person person, String scheme, String account) {
        return people(scheme, account).equals(Set.of(person));
    }

    private Set<Person> people(String scheme, String account) {
        if (Person.BY_NAME.equals(scheme)) {
            return named(account).map(Set::of).orElse(Set.of());
        }
        return byAccount.getOrDefault(account(scheme, account), Set.of());
    }

    private static Member account(String scheme, String account) {
        return new Member(
                scheme, EMAIL.equals(scheme) ? account.strip().toLowerCase(Locale.ROOT) : account);
    }
}
