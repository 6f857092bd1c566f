package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.slack.desk.SlackDesk.Granted;
import dev.countersign.channels.slack.desk.SlackDesk.Home;
import dev.countersign.channels.slack.desk.SlackDesk.Mood;
import dev.countersign.channels.slack.desk.SlackDesk.RunView;
import dev.countersign.channels.slack.kit.ButtonSeal;
import dev.countersign.channels.slack.kit.ButtonSeal.Target;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Home tab: what waits for this person, what they asked for, what runs, what was decided. */
public final class HomePage {
    private static final int ITEMS = 20;
    private static final int FEW = 8;
    private static final int TITLE = 200;

    private final ButtonSeal seal;

    public HomePage(ButtonSeal seal) {
        this.seal = seal;
    }

    /** {@code from} is the first of those that wait on this page. */
    public JsonObject of(Home home, int from) {
        var blocks = new ArrayList<JsonObject>();
        blocks.add(Kit.header("Waiting for you"));
        var all = home.waiting().size();
        var first = Math.min(from, Math.max(0, all - 1)) / ITEMS * ITEMS;
        home.waiting().stream().skip(first).limit(ITEMS).forEach(one -> waiting(blocks, one));
        turning(blocks, all, first);
        runs(blocks, "Your requests", home.yours(), home.person());
        runs(blocks, "Running now", home.running(), home.person());
        grants(blocks, home.grants());
        blocks.add(Kit.header("Recently decided"));
        home.recent().stream().limit(FEW).forEach(one -> decided(blocks, one));
        rest(blocks, home.recent().size(), FEW, "Nothing yet.");
        blocks.add(Kit.context(Kit.plain(who(home))));
        var view = Kit.typed("home");
        return Kit.with(view, "blocks", Kit.array(blocks));
    }

    /** For somebody who may not use us at all. */
    public JsonObject refusing(String sentence) {
        var blocks = List.of(Kit.section(Kit.plain(sentence)));
        return Kit.with(Kit.typed("home"), "blocks", Kit.array(blocks));
    }

    private void waiting(List<JsonObject> blocks, Shown one) {
        var when = one.expires().map(at -> "expires " + Wording.moment(at)).orElse("no expiry");
        var text =
                "*" + title(one.card().title()) + "*\n" + Facts.level(one.card().level())
                        + " · since " + Wording.moment(one.opened()) + " · " + when;
        var section = Kit.section(Kit.markup(text));
        var value = seal.value(new Target(one.key(), one.version(), ""));
        blocks.add(Kit.with(section, "accessory", QuestionPages.way(one.card(), value)));
    }

    private void runs(
            List<JsonObject> blocks, String name, List<RunView> runs, Optional<String> person) {
        blocks.add(Kit.header(name));
        for (RunView run : runs.stream().limit(FEW).toList()) {
            var text = title(run.title()) + "\nrun " + Wording.escaped(run.id()) + " · "
                    + Wording.escaped(run.agent()) + " · " + RunPage.word(run.mood());
            var section = Kit.section(Kit.markup(text));
            var own = person.filter(run.asker()::equals).isPresent();
            var stop = Kit.button("stop", "Stop", run.id());
            blocks.add(own && goesOn(run) ? Kit.with(section, "accessory", stop) : section);
        }
        rest(blocks, runs.size(), FEW, "Nothing.");
    }

    private static boolean goesOn(RunView run) {
        return run.mood() == Mood.WORKING || run.mood() == Mood.WAITING;
    }

    private static void grants(List<JsonObject> blocks, List<Granted> grants) {
        if (grants.isEmpty()) {
            return;
        }
        blocks.add(Kit.header("What you have approved ahead"));
        for (Granted grant : grants.stream().limit(ITEMS).toList()) {
            var same = grant.same().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(one -> one.getKey() + " " + one.getValue())
                    .collect(Collectors.joining(", "));
            var text = "*" + title(grant.tool()) + "*"
                    + grant.run().map(run -> " in run " + Wording.escaped(run)).orElse("")
                    + (same.isEmpty() ? "" : "\nonly with " + title(same))
                    + "\n" + grant.left() + " left · until " + Wording.moment(grant.until());
            blocks.add(Kit.with(
                    Kit.section(Kit.markup(text)),
                    "accessory",
                    Kit.button("revoke", "Take back", grant.id())));
        }
        rest(blocks, grants.size(), ITEMS, "");
    }

    private static void decided(List<JsonObject> blocks, Shown one) {
        var end = one.settled().map(Endings::line).orElse("");
        blocks.add(Kit.section(Kit.markup(title(one.card().title()) + "\n" + end)));
    }

    private static void turning(List<JsonObject> blocks, int all, int first) {
        var next = first + ITEMS;
        if (all <= ITEMS) {
            rest(blocks, all, ITEMS, "Nothing waits for you.");
            return;
        }
        blocks.add(Kit.context(Kit.plain(
                (first + 1) + " to " + Math.min(next, all) + " of " + all + ", oldest first")));
        var buttons = new ArrayList<JsonObject>();
        if (first > 0) {
            buttons.add(Kit.button("page_back", "Earlier ones", String.valueOf(first - ITEMS)));
        }
        if (next < all) {
            buttons.add(Kit.button("page_on", "Later ones", String.valueOf(next)));
        }
        blocks.add(Kit.actions(buttons));
    }

    private static void rest(List<JsonObject> blocks, int all, int shown, String none) {
        if (all == 0) {
            blocks.add(Kit.context(Kit.plain(none)));
        } else if (all > shown) {
            blocks.add(Kit.context(Kit.plain(
                    "and " + (all - shown) + " more; decide some of these, or use the console")));
        }
    }

    private static String title(String text) {
        var line = Wording.line(text);
        return Wording.escaped(Wording.shortened(line.isEmpty() ? "(no title)" : line, TITLE));
    }

    private static String who(Home home) {
        if (home.person().isEmpty()) {
            return "This Slack account is not linked to a person, so it cannot decide anything."
                    + " Ask an administrator to put your Slack id into your Person.";
        }
        var groups = home.groups().isEmpty() ? "none" : String.join(", ", home.groups());
        return "You are " + home.person().get() + "; groups: " + Wording.shortened(groups, 500);
    }
}
