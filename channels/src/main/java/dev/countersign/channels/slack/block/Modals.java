package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.kit.BlockKitLimits;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The small modals: reject, break the glass, report an outcome, and a notice. */
public final class Modals {
    private static final String REASON = "reason";
    private static final String STOP = "stop";
    private static final int MOST_REASON = 1000;
    private static final List<String> QUICK =
            List.of("Not now", "Wrong target", "Too risky", "Needs a ticket first", "Not needed");

    private Modals() {}

    /** Ready to send, or refused by our own check. */
    public static String ready(JsonObject view) throws SlackFault {
        var problems = BlockKitLimits.ofView(view);
        if (!problems.isEmpty()) {
            throw SlackFault.ours("a view breaks Slack's limits: " + problems);
        }
        return view.toString();
    }

    static JsonObject text(String input, String label, int most) {
        var element = Kit.typed("plain_text_input");
        element.addProperty("action_id", "value");
        element.addProperty("multiline", true);
        element.addProperty("max_length", most);
        return Kit.input(input, label, element, Optional.empty());
    }

    /** The reason comes first and may be left out; a quick one saves typing. */
    public static JsonObject reject(Card card, String memo) {
        var blocks = new ArrayList<JsonObject>();
        blocks.add(Kit.optional(text(REASON, "Why? The agent reads this.", MOST_REASON)));
        var quick = Fields.select(QUICK, Optional.empty());
        blocks.add(Kit.optional(Kit.input("quick", "Or pick one", quick, Optional.empty())));
        var stop = Kit.typed("checkboxes");
        stop.addProperty("action_id", "value");
        stop.add("options", Kit.array(List.of(Fields.option("Stop the whole run", 0))));
        blocks.add(Kit.optional(Kit.input(STOP, "And then", stop, Optional.empty())));
        blocks.add(Kit.context(Kit.plain(Wording.shortened(card.title(), MOST_REASON))));
        return Kit.submitting(Kit.modal("reject", "Reject change", memo, blocks), "Reject");
    }

    public static Choice readReject(Filled filled) {
        var quick = filled.first("quick").flatMap(number -> Fields.at(QUICK, number));
        return new Choice.Reject(filled.first(REASON).or(() -> quick));
    }

    /** Whether the run is to end with this no. */
    public static boolean stopsTheRun(Filled filled) {
        return filled.first(STOP).isPresent();
    }

    /** An emergency takes a reason; whether this person may is said by who judges it. */
    public static JsonObject glass(Card card, String memo) {
        var groups = String.join(", ", card.deciders().emergency());
        var about = "Whoever is in " + groups + " may approve this alone and at once. Everybody who"
                + " would have decided is told, with your reason.";
        var blocks = List.of(
                Kit.section(Kit.plain(Wording.shortened(card.title(), MOST_REASON))),
                Kit.section(Kit.plain(Wording.shortened(about, MOST_REASON))),
                text(REASON, "Why? Everybody reads this.", MOST_REASON));
        return Kit.submitting(
                Kit.modal("glass", "Break the glass", memo, blocks), "Break the glass");
    }

    public static Choice readGlass(Filled filled) {
        return new Choice.BreakGlass(filled.first(REASON).orElse(""));
    }

    /** Somebody says what became of a call; {@code result} is RAN or FAILED. */
    public static JsonObject report(Choice.Result result, String memo) {
        var ran = result == Choice.Result.RAN;
        var input = text(REASON, ran ? "What came out of it?" : "What went wrong?", 3000);
        var modal = Kit.modal(
                ran ? "report_ran" : "report_failed",
                ran ? "It ran" : "It failed",
                memo,
                List.of(Kit.optional(input)));
        return Kit.submitting(modal, "Report");
    }

    public static Choice readReport(Choice.Result result, Filled filled) {
        return new Choice.Report(result, filled.first(REASON).orElse(""));
    }

    /** What a clicker is told whose dialog did not open. */
    public static String unopened(SlackFault fault) {
        return fault.code().equals(SlackFault.OURS)
                ? "This is too large for a dialog in Slack. Nothing has changed; open it in the"
                        + " console."
                : "Slack took too long to open the dialog. Nothing has changed; please click once"
                        + " more.";
    }

    public static JsonObject notice(String sentence) {
        return Kit.modal(
                "notice",
                "Countersign",
                "",
                List.of(Kit.section(Kit.plain(Wording.shortened(sentence, 3000)))));
    }
}
