package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The buttons that say yes. What is critical is approved in the console, where people sign in once
 * more; without an address of a console it is asked about twice, as what is of high risk.
 */
public final class Approving {
    private static final int CONFIRM_TEXT = 300;

    private final Optional<URI> console;

    public Approving(Optional<URI> console) {
        this.console = console;
    }

    /** {@code value} is what the buttons carry. */
    List<JsonObject> buttons(Card card, QuestionKey key, String value) {
        if (card.level() == Level.CRITICAL && console.isPresent()) {
            return List.of(stepUp(console.get(), key));
        }
        var buttons = new ArrayList<JsonObject>();
        var approve = Kit.styled(Kit.button("approve", "Approve", value), "primary");
        buttons.add(confirmed(approve, card));
        if (card.offer().isPresent()) {
            buttons.add(Kit.button("grant", "Approve for this run…", value));
        }
        if (!card.deciders().emergency().isEmpty()) {
            buttons.add(Kit.button("glass", "Break the glass…", value));
        }
        return buttons;
    }

    private static JsonObject stepUp(URI console, QuestionKey key) {
        var page = console.toString().replaceAll("/+$", "") + "/questions/" + key.value();
        return Kit.styled(Kit.linking("console", "Approve in the console…", page), "primary");
    }

    private static JsonObject confirmed(JsonObject button, Card card) {
        return card.level() == Level.NORMAL
                ? button
                : Kit.confirming(
                        button,
                        "Approve: " + Facts.level(card.level()),
                        Wording.shortened(card.title() + where(card), CONFIRM_TEXT),
                        "Approve");
    }

    private static String where(Card card) {
        var said = new StringBuilder();
        card.facts().stream()
                .limit(3)
                .forEach(f -> said.append("\n").append(f.label()).append(": ").append(f.value()));
        return said.toString();
    }
}
