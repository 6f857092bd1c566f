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
    private static final int MOST_LABEL = 60;

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
                        who.people().stream().map(Wording::escaped))
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? "Nobody may decide this here"
                : "Needs " + who.needed() + " of " + names + "; " + count(who);
    }

    private static String count(Deciders who) {
        var progress = who.progress().stream()
                .map(line -> "\n" + Wording.escaped(line))
                .collect(Collectors.joining());
        return who.have() + " of " + who.needed() + " so far" + progress + emergency(who);
    }

    /** Named, and not mentioned: an ordinary question is no alarm for them. */
    private static String emergency(Deciders who) {
        return who.emergency().isEmpty()
                ? ""
                : "\nIn an emergency, alone and with a reason: "
                        + Wording.escaped(String.join(", ", who.emergency()));
    }

    /** A Slack user group is mentioned, which also notifies it; any other group is named. */
    private static String group(String name) {
        return name.matches("S[A-Z0-9]{4,}")
                ? "<!subteam^" + name + ">"
                : "group " + Wording.escaped(name);
    }
}
