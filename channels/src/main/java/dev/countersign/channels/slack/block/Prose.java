package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Tone;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.List;

/** Words of the agent as a message: literal text that cannot ping, link or look like ours. */
public final class Prose {
    /** What fits into one message beside its frame. */
    public static final int FITS = 8000;

    private static final int PREVIEW = 2500;
    private static final int SLICE = 2900;
    private static final String FENCE = "```";

    private Prose() {}

    /** The message for something that is told; what does not fit is in a file beside it. */
    public static Page of(Tell tell) {
        var fits = fits(tell);
        var shown = fits ? tell.text() : Wording.shortened(tell.text(), PREVIEW);
        var rest = fits ? "" : "The whole text is in the file above.";
        return new Page(summary(tell), blocks(tell, shown, rest), fits);
    }

    /** A long text where Slack takes no file. */
    public static Page withoutFile(Tell tell) {
        var rest = "The whole text is too long for Slack; the console shows it.";
        var shown = Wording.shortened(tell.text(), FITS);
        return new Page(summary(tell), blocks(tell, shown, rest), false);
    }

    private static String summary(Tell tell) {
        var text = Wording.escaped(Wording.shortened(tell.text(), PREVIEW)).strip();
        return text.isEmpty() ? "-" : text;
    }

    public static boolean fits(Tell tell) {
        return Wording.visible(tell.text()).length() <= FITS;
    }

    private static List<JsonObject> blocks(Tell tell, String shown, String rest) {
        var blocks = new ArrayList<JsonObject>();
        blocks.add(
                switch (tell.tone()) {
                    case ANSWER -> Kit.richText(parts(shown));
                    case NOTICE -> Kit.richText(plain(shown));
                    case FAILURE -> Kit.richText(ended(shown));
                });
        if (!rest.isEmpty()) {
            blocks.add(Kit.context(Kit.plain(rest)));
        }
        var by = tell.tone() == Tone.ANSWER ? "Written by the agent" : "Countersign";
        blocks.add(Kit.context(Kit.plain(by + " · run " + Wording.shortened(tell.run(), 100))));
        return blocks;
    }

    /** Code fences become blocks of their own; everything else stays as it is. */
    private static List<JsonObject> parts(String text) {
        var parts = new ArrayList<JsonObject>();
        var pieces = text.split(FENCE, -1);
        for (int i = 0; i < pieces.length; i++) {
            var fenced = i % 2 == 1 && i < pieces.length - 1;
            var piece = fenced ? withoutLanguage(pieces[i]) : pieces[i].strip();
            if (!piece.isBlank()) {
                slices(piece.stripTrailing())
                        .forEach(slice -> parts.add(fenced ? Kit.fixed(slice) : Kit.words(slice)));
            }
        }
        return parts.isEmpty() ? List.of(Kit.words("(no text)")) : parts;
    }

    private static List<String> slices(String text) {
        var shown = Wording.visible(text);
        var slices = new ArrayList<String>();
        for (int from = 0; from < shown.length(); ) {
            var to = Wording.boundary(shown, Math.min(shown.length(), from + SLICE));
            slices.add(shown.substring(from, to));
            from = to;
        }
        return slices;
    }

    private static String withoutLanguage(String fenced) {
        var line = fenced.indexOf('\n');
        return line >= 0 && fenced.substring(0, line).matches("[\\w+-]*\\s*")
                ? fenced.substring(line + 1)
                : fenced;
    }

    private static List<JsonObject> plain(String text) {
        return text.isBlank()
                ? List.of(Kit.words("-"))
                : slices(text).stream().map(Kit::words).toList();
    }

    private static List<JsonObject> ended(String text) {
        var parts = new ArrayList<JsonObject>();
        parts.add(Kit.words(List.of(Kit.run("The run has ended.", true))));
        parts.addAll(plain(text));
        return parts;
    }
}
