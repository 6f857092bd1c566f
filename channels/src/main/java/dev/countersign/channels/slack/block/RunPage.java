package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.slack.desk.SlackDesk.Mood;
import dev.countersign.channels.slack.desk.SlackDesk.RunView;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.List;

/** The run card: one message per run that says how far it is. */
public final class RunPage {
    private static final int STEPS = 10;
    private static final int STEP = 160;
    private static final int TITLE = 300;
    private static final int SPEECH = 1500;

    private RunPage() {}

    /** {@code now} is what goes on at this moment; empty when it is over. */
    public static Page of(RunView run, String now) {
        var blocks = new ArrayList<JsonObject>();
        blocks.add(Kit.context(Kit.plain(
                sign(run.mood()) + " Countersign · run " + run.id() + " · " + run.agent())));
        blocks.add(
                Kit.richText(Kit.words(or(Wording.shortened(run.title(), TITLE), "(no title)"))));
        var steps = run.steps();
        var from = Math.max(0, steps.size() - STEPS);
        var lines = new StringBuilder(from > 0 ? from + " earlier steps\n" : "");
        for (String step : steps.subList(from, steps.size())) {
            lines.append(Wording.shortened(step, STEP)).append('\n');
        }
        if (run.mood() == Mood.WORKING || run.mood() == Mood.WAITING) {
            lines.append(Wording.shortened(now, STEP));
        }
        if (!lines.toString().isBlank()) {
            blocks.add(Kit.richText(Kit.words(lines.toString().stripTrailing())));
        }
        if (run.mood() == Mood.WORKING) {
            run.speaking().filter(words -> !words.isBlank()).ifPresent(words -> {
                blocks.add(Kit.context(Kit.plain("The agent is writing:")));
                blocks.add(Kit.richText(Kit.quote(Wording.shortened(words.strip(), SPEECH))));
            });
        }
        if (run.mood() == Mood.WORKING || run.mood() == Mood.WAITING) {
            blocks.add(Kit.actions(List.of(Kit.button("stop", "Stop", run.id()))));
        }
        blocks.add(Kit.context(
                Kit.plain("Asked by " + or(run.asker(), "somebody") + " · " + word(run.mood()))));
        return new Page(Wording.escaped("Run " + run.id() + ": " + word(run.mood())), blocks, true);
    }

    static String word(Mood mood) {
        return switch (mood) {
            case WORKING -> "working";
            case WAITING -> "waiting for people";
            case DONE -> "done";
            case FAILED -> "failed";
            case STOPPED -> "stopped";
        };
    }

    private static String sign(Mood mood) {
        return switch (mood) {
            case WORKING -> "🟡";
            case WAITING -> "⏸";
            case DONE -> "✅";
            case FAILED -> "❌";
            case STOPPED -> "⏹";
        };
    }

    private static String or(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }
}
