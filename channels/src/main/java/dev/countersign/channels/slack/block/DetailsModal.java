package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.slack.kit.ButtonSeal;
import dev.countersign.channels.slack.kit.ButtonSeal.Target;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything about a question, uncut; where all of it can be seen it can also be decided. */
public final class DetailsModal {
    private static final int PIECE = 2900;
    private static final int MOST_BLOCKS = 85;
    /** A little less than a view may hold, for the frame around the text. */
    private static final int MOST_BYTES = 200_000;

    private DetailsModal() {}

    public static boolean fits(Card card) {
        var body = body(card);
        return body.size() <= MOST_BLOCKS
                && Kit.array(body).toString().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    public static JsonObject of(Shown shown, ButtonSeal seal, Approving approving, String place) {
        var card = shown.card();
        var blocks = new ArrayList<JsonObject>();
        var fits = fits(card);
        var body = body(card);
        var digest = card.work().digest();
        blocks.add(Kit.context(Kit.plain("Question " + shown.key().value() + " · v"
                + shown.version() + " · run " + shown.run()
                + (digest.isEmpty() ? "" : " · digest " + digest))));
        blocks.addAll(fits ? body : body.subList(0, Math.min(body.size(), 20)));
        if (!fits) {
            blocks.add(Kit.context(Kit.plain(
                    "The rest does not fit here; the file in the thread has all of it.")));
        }
        blocks.add(Kit.context(Kit.markup(
                shown.settled().map(Endings::line).orElse(Facts.deciders(card.deciders())))));
        var memo = seal.value(new Target(shown.key(), shown.version(), place));
        if (shown.settled().isEmpty() && card.kind() == Kind.EXTERNAL) {
            blocks.add(Kit.actions(QuestionPages.outcomes(card, memo)));
        }
        if (shown.settled().isEmpty() && card.kind() == Kind.APPROVE && fits) {
            var buttons = new ArrayList<>(approving.buttons(card, shown.key(), memo));
            buttons.add(Kit.styled(Kit.button("reject", "Reject…", memo), "danger"));
            buttons.add(Kit.button("edit", "Edit…", memo));
            blocks.add(Kit.actions(buttons));
        }
        return Kit.modal("details", "Details", memo, blocks);
    }

    private static List<JsonObject> body(Card card) {
        var blocks = new ArrayList<JsonObject>();
        pieces(blocks, "What", card.title(), false);
        pieces(
                blocks,
                "Facts",
                card.facts().stream()
                        .map(fact -> fact.label() + ": " + fact.value())
                        .collect(Collectors.joining("\n")),
                false);
        pieces(blocks, "Warnings", String.join("\n", card.warnings()), false);
        pieces(blocks, "Tool", card.work().tool(), true);
        pieces(blocks, "Exact arguments", card.work().arguments(), true);
        var changes =
                card.work().changes().stream().map(Facts::change).collect(Collectors.joining("\n"));
        pieces(blocks, "What would change", changes, true);
        pieces(blocks, "Difference", card.work().diff(), true);
        pieces(blocks, "The agent's words, not verified", card.quote(), false);
        return blocks;
    }

    private static void pieces(List<JsonObject> blocks, String name, String text, boolean fixed) {
        if (text.isBlank()) {
            return;
        }
        var shown = Wording.visible(text);
        for (int from = 0; from < shown.length(); ) {
            var to = Wording.boundary(shown, Math.min(shown.length(), from + PIECE));
            var piece = shown.substring(from, to);
            var label = Kit.words(List.of(Kit.run(from == 0 ? name : name + ", continued", true)));
            blocks.add(Kit.richText(label, fixed ? Kit.fixed(piece) : Kit.quote(piece)));
            from = to;
        }
    }

    /** All of it as a text file, for what fits into no modal. */
    public static String text(Card card) {
        var text = new StringBuilder();
        text.append(card.title()).append("\n\n");
        card.facts()
                .forEach(f ->
                        text.append(f.label()).append(": ").append(f.value()).append('\n'));
        card.warnings().forEach(w -> text.append("Warning: ").append(w).append('\n'));
        text.append("\nTool: ").append(card.work().tool());
        text.append("\nDigest: ").append(card.work().digest());
        text.append("\n\nExact arguments:\n").append(card.work().arguments());
        text.append("\n\nWhat would change:\n");
        card.work().changes().forEach(c -> text.append(Facts.change(c)).append('\n'));
        text.append("\nDifference:\n").append(card.work().diff());
        text.append("\n\nThe agent's words, not verified:\n")
                .append(card.quote())
                .append('\n');
        return Wording.visible(text.toString());
    }
}
