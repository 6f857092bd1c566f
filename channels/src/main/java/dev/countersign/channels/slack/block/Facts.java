package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Change;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a card that are the same wherever it is shown. */
final class Facts {
    static final int MOST_LABEL = 40;
    private static final int MOST_NAMED = 12;
    private static final int MOST_PROGRESS = 6;
    private static final int NAME = 40;
    private static final int PROGRESS = 80;

    private Facts() {}

    static String level(Level level) {
        return switch (level) {
            case NORMAL -> "Normal risk";
            case HIGH -> "HIGH RISK";
            case CRITICAL -> "CRITICAL";
        };
    }

    static JsonObject lines(List<Card.Fact> facts, int mostValue) {
        var lines = new ArrayList<JsonObject>();
        for (Card.Fact fact : facts) {
            var end = lines.size() / 2 == facts.size() - 1 ? "" : "\n";
            lines.add(Kit.run(Wording.shortened(fact.label(), MOST_LABEL) + "  ", true));
            lines.add(Kit.run(Wording.shortened(fact.value(), mostValue) + end, false));
        }
        return Kit.richText(Kit.words(lines));
    }

    static String change(Change change) {
        return change.path() + "   " + change.before().orElse("(new)") + " → "
                + change.after().orElse("(removed)");
    }

    /** A line that calls these people; Slack tells them of it wherever they are. */
    static Optional<JsonObject> awaited(List<String> accounts) {
        if (accounts.isEmpty()) {
            return Optional.empty();
        }
        var parts = new ArrayList<JsonObject>();
        parts.add(Kit.run("Waiting for ", false));
        for (String account : accounts) {
            if (parts.size() > 1) {
                parts.add(Kit.run(", ", false));
            }
            parts.add(Kit.person(account));
        }
        return Optional.of(Kit.richText(Kit.words(parts)));
    }

    /** Who may decide, and how many have. */
    static String deciders(Deciders who) {
        if (who.anyone()) {
            return "Anyone may decide; " + count(who);
        }
        var names = Stream.concat(
                        who.groups().stream().map(Facts::group),
                        who.people().stream().map(Facts::name))
                .toList();
        return names.isEmpty()
                ? "Nobody may decide this here"
                : "Needs " + who.needed() + " of " + some(names, MOST_NAMED, ", ") + "; "
                        + count(who);
    }

    /** The first of them, and how many more there are. */
    private static String some(List<String> all, int most, String between) {
        var shown = all.stream().limit(most).collect(Collectors.joining(between));
        return all.size() <= most ? shown : shown + between + (all.size() - most) + " more";
    }

    private static String name(String name) {
        return Wording.escaped(Wording.shortened(name, NAME));
    }

    private static String count(Deciders who) {
        var lines = who.progress().stream()
                .map(line -> Wording.escaped(Wording.shortened(line, PROGRESS)))
                .toList();
        var progress = lines.isEmpty() ? "" : "\n" + some(lines, MOST_PROGRESS, "\n");
        return who.have() + " of " + who.needed() + " so far" + progress + emergency(who);
    }

    /** Named, and not mentioned: an ordinary question is no alarm for them. */
    private static String emergency(Deciders who) {
        return who.emergency().isEmpty()
                ? ""
                : "\nIn an emergency, alone and with a reason: "
                        + some(who.emergency().stream().map(Facts::name).toList(), 5, ", ");
    }

    /** A Slack user group is mentioned, which also notifies it; any other group is named. */
    private static String group(String name) {
        return name.matches("S[A-Z0-9]{4,}") ? "<!subteam^" + name + ">" : "group " + name(name);
    }
}
