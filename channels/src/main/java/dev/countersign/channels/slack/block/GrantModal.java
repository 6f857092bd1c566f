package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Choice.GrantWish;
import dev.countersign.channels.slack.block.Filled.Reading;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The modal in which a yes is given for later calls of the same run, as far as the rule lets. */
public final class GrantModal {
    private static final String TIME = "time";
    private static final String USES = "uses";
    private static final String SAME = "same";
    private static final int FEW = 10;
    private static final int MOST = 100;
    private static final List<Integer> MINUTES = List.of(5, 15, 30, 60, 240);
    private static final List<Integer> TIMES = List.of(1, 2, 3, 5, 10, 20, 50);

    private GrantModal() {}

    public static JsonObject of(Card card, String memo) {
        var blocks = new ArrayList<JsonObject>();
        blocks.add(Kit.section(Kit.plain(Wording.shortened(card.title(), 1000))));
        blocks.add(Kit.section(Kit.plain("This call runs, and later calls of "
                + Wording.shortened(card.work().tool(), 200) + " in this run need no yes if they"
                + " keep within what you choose here. You can take it back in the Home tab.")));
        var none = Optional.<String>empty();
        var times = times(card);
        var uses = uses(card);
        blocks.add(Kit.input(
                TIME, "For how long", Fields.select(times, Optional.of(times.getFirst())), none));
        blocks.add(Kit.input(
                USES,
                "How many more calls",
                Fields.select(uses, Optional.of(uses.getFirst())),
                none));
        var names = arguments(card);
        if (!names.isEmpty()) {
            var hint = "The others may differ; objects in other namespaces are asked about anyway.";
            blocks.add(Kit.optional(Kit.input(
                    SAME, "Only where these stay the same", choices(names), Optional.of(hint))));
        }
        return Kit.submitting(Kit.modal("grant", "Approve for this run", memo, blocks), "Approve");
    }

    private static JsonObject choices(List<String> names) {
        var json = Kit.typed(names.size() > FEW ? "multi_static_select" : "checkboxes");
        json.addProperty("action_id", "value");
        var options = new ArrayList<JsonObject>();
        for (int i = 0; i < names.size(); i++) {
            options.add(Fields.option(names.get(i), i));
        }
        json.add("options", Kit.array(options));
        json.add("initial_options", Kit.array(options));
        return json;
    }

    /** Who chooses nothing of what is offered has not chosen how far the yes goes. */
    public static Reading read(Card card, Filled filled) {
        var time = filled.first(TIME).flatMap(n -> Fields.at(durations(card), n));
        var uses = filled.first(USES).flatMap(n -> Fields.at(counts(card), n));
        if (card.offer().isEmpty() || time.isEmpty() || uses.isEmpty()) {
            return new Reading.Wrong(Map.of(TIME, "Please choose for how long and how often."));
        }
        var names = arguments(card);
        var same = new HashSet<String>();
        filled.all(SAME).forEach(n -> Fields.at(names, n).ifPresent(same::add));
        if (names.size() < Fields.arguments(card).size()) {
            same.addAll(beyond(card));
        }
        var wish = new GrantWish(true, time, OptionalInt.of(uses.get()), same);
        return new Reading.Fine(new Choice.Approve(Optional.empty(), Optional.of(wish)));
    }

    private static List<String> arguments(Card card) {
        return Fields.arguments(card).keySet().stream().limit(MOST).toList();
    }

    /** What could not be offered stays the same. */
    private static List<String> beyond(Card card) {
        return Fields.arguments(card).keySet().stream().skip(MOST).toList();
    }

    private static List<String> times(Card card) {
        return durations(card).stream().map(GrantModal::words).toList();
    }

    private static List<String> uses(Card card) {
        return counts(card).stream().map(String::valueOf).toList();
    }

    /** The shortest first, and the longest that the rule lets last. */
    private static List<Duration> durations(Card card) {
        return card.offer().stream()
                .flatMap(offer -> Stream.concat(
                        MINUTES.stream()
                                .map(Duration::ofMinutes)
                                .filter(time -> time.compareTo(offer.maxFor()) < 0),
                        Stream.of(offer.maxFor())))
                .toList();
    }

    private static List<Integer> counts(Card card) {
        return card.offer().stream()
                .flatMap(offer -> Stream.concat(
                        TIMES.stream().filter(n -> n < offer.maxUses()),
                        Stream.of(offer.maxUses())))
                .toList();
    }

    private static String words(Duration time) {
        var minutes = time.toMinutes();
        return minutes > 0 && minutes % 60 == 0
                ? minutes / 60 + " h"
                : minutes > 0 ? minutes + " min" : time.toSeconds() + " s";
    }
}
