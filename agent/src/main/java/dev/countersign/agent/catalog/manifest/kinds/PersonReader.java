package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.channels.Person;
import dev.countersign.channels.Person.Away;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code Person}: groups, and accounts by scheme. */
final class PersonReader {
    private static final String EMAIL = "email";

    private PersonReader() {}

    static Piece read(String name, Section spec, List<Check> checks) {
        var identities = new LinkedHashMap<String, Set<String>>();
        accounts(spec, "emails", EMAIL, name, identities, checks);
        accounts(spec, "slack", "slack", name, identities, checks);
        accounts(spec, "kubernetesUser", "kubernetes", name, identities, checks);
        spec.section("identities").ifPresent(more -> {
            for (String scheme : more.keys()) {
                accounts(more, scheme, scheme, name, identities, checks);
            }
            more.done();
        });
        var away = spec.section("away").map(section -> away(section, name, checks));
        var zone = spec.text("zone").flatMap(text -> zone(spec, text));
        return new Piece.Human(
                new Person(name, Set.copyOf(spec.texts("groups")), identities, away, zone));
    }

    private static Optional<ZoneId> zone(Section spec, String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException e) {
            spec.error("zone", "\"" + text + "\" is no time zone. Write one as Europe/Berlin.");
            return Optional.empty();
        }
    }

    private static Away away(Section section, String person, List<Check> checks) {
        var delegate = section.text("delegate");
        delegate.ifPresent(name -> section.field("delegate").ifPresent(at -> {
            checks.add(Check.exists(Kinds.PERSON, name, at));
            if (name.equals(person)) {
                section.error("delegate", "Nobody stands in for themselves. Name somebody else.");
            }
        }));
        var until = section.text("until").flatMap(text -> moment(section, text));
        section.done();
        if (!section.has("until") && delegate.isEmpty()) {
            section.error("until", "Say until when, or who decides meanwhile.");
        }
        return new Away(until, delegate);
    }

    /** A moment with its zone, or the beginning of a day in UTC. */
    private static Optional<Instant> moment(Section section, String text) {
        try {
            return Optional.of(
                    text.length() <= "2026-12-24".length()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            section.error(
                    "until",
                    "\"" + text + "\" is no time. Write 2026-12-24, or with a zone"
                            + " 2026-12-24T08:00:00+01:00.");
            return Optional.empty();
        }
    }

    private static void accounts(
            Section from,
            String key,
            String scheme,
            String person,
            Map<String, Set<String>> identities,
            List<Check> checks) {
        if (Person.BY_NAME.equals(scheme)) {
            from.error(key, "person is the scheme of our own names. Remove it.");
            return;
        }
        for (Field item : from.items(key)) {
            if (item.value() instanceof Field.Text text && !text.text().isBlank()) {
                var account = canonical(scheme, text.text());
                if (EMAIL.equals(scheme) && !account.matches("[^\\s@]+@[^\\s@]+")) {
                    from.findings()
                            .error(
                                    item.line(),
                                    item.path(),
                                    "\"" + account + "\" is no mail address.");
                }
                identities.computeIfAbsent(scheme, s -> new LinkedHashSet<>()).add(account);
                checks.add(alone(person, scheme, account, item));
            } else {
                from.findings().error(item.line(), item.path(), "An account is wanted here.");
            }
        }
    }

    private static String canonical(String scheme, String account) {
        return EMAIL.equals(scheme) ? account.strip().toLowerCase(Locale.ROOT) : account.strip();
    }

    private static Check alone(String person, String scheme, String account, Field at) {
        return (known, findings) -> known.everybody().stream()
                .filter(other -> !other.name().equals(person))
                .filter(other -> other.identities(scheme).contains(account))
                .findFirst()
                .ifPresent(other -> findings.warning(
                        at.line(),
                        at.path(),
                        "Person " + other.name() + " has this account, too; whoever uses it is"
                                + " nobody until one of them gives it up."));
    }
}
