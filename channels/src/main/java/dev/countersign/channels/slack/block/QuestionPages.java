package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.slack.kit.ButtonSeal;
import dev.countersign.channels.slack.kit.ButtonSeal.Target;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A question as messages: asked, remembered, and closed. */
public final class QuestionPages {
    private static final int MOST_BUTTONS = 5;
    private static final int LABEL = 75;
    private static final int CONFIRM_TEXT = 300;
    private static final int QUESTION = 1200;
    /** All questions of a message together; each of more than a few is shown in part. */
    private static final int QUESTIONS = 4000;

    private static final int REASON = 500;
    private static final int THEN = 500;

    private final ButtonSeal seal;
    private final Approving approving;

    public QuestionPages(ButtonSeal seal, Approving approving) {
        this.seal = seal;
        this.approving = approving;
    }

    /** Where the rest of a card can be seen that does not fit into one message. */
    public enum Rest {
        /** In the Details modal. */
        MODAL,
        /** In a file beside the message. */
        FILE,
        /** Not in Slack at all: nothing can be approved here. */
        NOWHERE
    }

    /** {@code awaited} are the accounts that are called, because a new message calls nobody. */
    public Page ask(Ask ask, List<String> awaited, Rest rest) {
        var card = CardPage.of(ask.card(), ask.version(), CardPage.expiry(ask));
        var blocks = new ArrayList<>(card.blocks());
        prompts(ask.card()).forEach(blocks::add);
        blocks.add(Kit.context(Kit.markup(Facts.deciders(ask.card().deciders()))));
        Facts.awaited(awaited).ifPresent(blocks::add);
        if (!card.complete()) {
            blocks.add(Kit.context(Kit.plain(note(rest))));
        }
        blocks.add(Kit.actions(buttons(ask, card.complete() ? Rest.FILE : rest)));
        return new Page(
                Wording.escaped(CardPage.lead(ask.card()) + ask.card().title()),
                blocks,
                card.complete());
    }

    private static String note(Rest rest) {
        return switch (rest) {
            case MODAL -> "Not everything fits into this message. Review shows all of it.";
            case FILE -> "Not everything fits into this message. The file above has all of it.";
            case NOWHERE ->
                "This is too large to be shown in Slack, so it cannot be approved here."
                        + " Open the console to see all of it.";
        };
    }

    private static List<JsonObject> prompts(Card card) {
        var blocks = new ArrayList<JsonObject>();
        var all = card.prompts().size();
        var shown = Math.min(all, MOST_BUTTONS);
        for (int i = 0; i < shown; i++) {
            var prompt = card.prompts().get(i);
            var most = Math.min(QUESTION, QUESTIONS / shown);
            var text = new StringBuilder(Wording.shortened(prompt.question(), most));
            if (all == 1 && numbered(prompt)) {
                for (int n = 0; n < prompt.choices().size(); n++) {
                    text.append("\n")
                            .append(n + 1)
                            .append(". ")
                            .append(Wording.shortened(prompt.choices().get(n), CONFIRM_TEXT));
                }
            }
            blocks.add(Kit.richText(Kit.quote(text.toString())));
        }
        if (all > shown) {
            blocks.add(Kit.context(Kit.plain(
                    "and " + (all - shown) + " more questions; Answer… shows all of them")));
        }
        return blocks;
    }

    /** Choices that do not fit on a button are numbered, and the buttons say the number. */
    private static boolean numbered(Card.Prompt prompt) {
        return !prompt.choices().isEmpty()
                && prompt.choices().size() <= MOST_BUTTONS
                && prompt.choices().stream().anyMatch(c -> c.isEmpty() || c.length() > LABEL);
    }

    private List<JsonObject> buttons(Ask ask, Rest rest) {
        return switch (ask.card().kind()) {
            case APPROVE -> approval(ask, rest);
            case ASK -> answers(ask);
            case FORM ->
                List.of(button("form", "Fill in…", ask), button("details", "Details", ask));
            case EXTERNAL -> {
                var buttons = outcomes(ask.card(), value(ask));
                buttons.add(button("details", "Details", ask));
                yield buttons;
            }
        };
    }

    private List<JsonObject> approval(Ask ask, Rest rest) {
        var buttons = new ArrayList<JsonObject>();
        switch (rest) {
            case FILE -> buttons.addAll(approving.buttons(ask.card(), ask.key(), value(ask)));
            case MODAL -> buttons.add(Kit.styled(button("review", "Review…", ask), "primary"));
            case NOWHERE -> {
                // Rejecting what one cannot see is safe, approving it is not.
            }
        }
        buttons.add(Kit.styled(button("reject", "Reject…", ask), "danger"));
        if (rest != Rest.NOWHERE) {
            buttons.add(button("edit", "Edit…", ask));
            buttons.add(button("details", "Details", ask));
        }
        return buttons;
    }

    private List<JsonObject> answers(Ask ask) {
        var prompts = ask.card().prompts();
        var buttons = new ArrayList<JsonObject>();
        if (prompts.size() == 1 && few(prompts.getFirst())) {
            var choices = prompts.getFirst().choices();
            var numbers = numbered(prompts.getFirst());
            for (int i = 0; i < choices.size(); i++) {
                var label = numbers ? String.valueOf(i + 1) : choices.get(i);
                var value = seal.value(new Target(ask.key(), ask.version(), String.valueOf(i)));
                buttons.add(Kit.button("choose_" + i, Wording.shortened(label, LABEL), value));
            }
            buttons.add(button("answer", "Other…", ask));
        } else {
            buttons.add(Kit.styled(button("answer", "Answer…", ask), "primary"));
        }
        return buttons;
    }

    private static boolean few(Card.Prompt prompt) {
        return !prompt.multiple()
                && !prompt.choices().isEmpty()
                && prompt.choices().size() <= MOST_BUTTONS;
    }

    /** What may have become of work that was done, or may have been done, elsewhere. */
    static List<JsonObject> outcomes(Card card, String value) {
        var again = Kit.confirming(
                Kit.button("again", "Run again", value),
                "Run it again?",
                "It may have run already. Running it again may do the same thing twice.",
                "Run again");
        var buttons = new ArrayList<JsonObject>();
        buttons.add(Kit.button("ran", "It ran…", value));
        buttons.add(Kit.button("failed", "It failed…", value));
        if (card.takes(Choice.Result.AGAIN)) {
            buttons.add(again);
        }
        buttons.add(Kit.button("giveup", "Give up", value));
        return buttons;
    }

    /** The one button that leads from a line about a question to where it is settled. */
    static JsonObject way(Card card, String value) {
        return switch (card.kind()) {
            case APPROVE, EXTERNAL -> Kit.button("review", "Review…", value);
            case ASK -> Kit.button("answer", "Answer…", value);
            case FORM -> Kit.button("form", "Fill in…", value);
        };
    }

    private JsonObject button(String action, String label, Ask ask) {
        return Kit.button(action, label, value(ask));
    }

    private String value(Ask ask) {
        return seal.value(new Target(ask.key(), ask.version(), ""));
    }

    /** A short message that notifies again, with the way to where it can be decided. */
    public Page reminder(Ask ask, List<String> awaited) {
        var text =
                switch (ask.occasion()) {
                    case REMINDER -> "Still waiting:";
                    case ESCALATION -> "Nobody has decided yet:";
                    case NEXT_STAGE -> "The next stage is open:";
                    case FIRST, NEW_VERSION, VOTE_COUNTED -> "Waiting:";
                };
        var line = "*" + text + "* "
                + Wording.escaped(Wording.shortened(Wording.line(ask.card().title()), 300)) + " · "
                + CardPage.expiry(ask) + "\n" + Facts.deciders(ask.card().deciders());
        var blocks = new ArrayList<JsonObject>();
        blocks.add(Kit.section(Kit.markup(line)));
        Facts.awaited(awaited).ifPresent(blocks::add);
        blocks.add(Kit.actions(List.of(way(ask.card(), value(ask)))));
        return new Page(Wording.escaped(text + " " + ask.card().title()), blocks, true);
    }

    /** A link to the message that could not be edited. */
    public static JsonObject link(String url) {
        return Kit.context(Kit.markup("<" + url + "|The question>"));
    }

    /** What expired can be put to people once more; everything can be looked at. */
    private static List<JsonObject> afterwards(Card card, Settlement end, String value) {
        var details = Kit.button("details", "Details", value);
        return end.ending() == Ending.EXPIRED && card.kind() == Card.Kind.APPROVE
                ? List.of(Kit.button("reask", "Ask again", value), details)
                : List.of(details);
    }

    /** The card with nothing left to decide, and under it how it ended. */
    public Page settled(Optional<Card> card, QuestionKey key, int version, Settlement end) {
        var blocks = new ArrayList<JsonObject>();
        card.map(shown -> CardPage.closed(shown, version))
                .ifPresent(page -> blocks.addAll(page.blocks()));
        blocks.add(Kit.divider());
        blocks.add(Kit.section(Kit.markup("*" + Endings.line(end) + "*")));
        end.reason()
                .filter(reason -> !reason.isBlank())
                .ifPresent(reason ->
                        blocks.add(Kit.richText(Kit.quote(Wording.shortened(reason, REASON)))));
        end.then()
                .filter(then -> !then.isBlank())
                .ifPresent(
                        then -> blocks.add(Kit.section(Kit.plain(Wording.shortened(then, THEN)))));
        var value = seal.value(new Target(key, version, ""));
        card.ifPresent(shown -> blocks.add(Kit.actions(afterwards(shown, end, value))));
        var title = card.map(shown -> " · " + shown.title()).orElse("");
        return new Page(Endings.plain(end) + Wording.escaped(title), blocks, true);
    }
}
