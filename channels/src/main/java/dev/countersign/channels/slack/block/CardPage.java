package dev.countersign.channels.slack.block;

import com.google.gson.JsonObject;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Change;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A question as a message: our facts, the exact work, the agent's words as a quotation. */
final class CardPage {
    private static final int HEADER = 150;
    private static final int FACTS = 20;
    private static final int FACT = 200;
    private static final int ARGUMENTS = 1600;
    private static final int CHANGES = 12;
    private static final int CHANGE = 110;
    private static final int DIFF = 1400;
    private static final int QUOTE = 600;
    private static final int WARNINGS = 5;
    private static final int WARNING = 150;
    private static final int FACTS_TEXT = 1500;
    private static final int DIGEST = 12;

    private final List<JsonObject> blocks = new ArrayList<>();
    private boolean complete = true;

    private CardPage() {}

    /** Without buttons; the actions depend on where and when it is shown. */
    static Page of(Card card, int version, String when) {
        return of(card, version, lead(card), when);
    }

    /** The same once nothing is asked any more. */
    static Page closed(Card card, int version) {
        return of(card, version, "", "closed");
    }

    private static Page of(Card card, int version, String lead, String when) {
        var page = new CardPage();
        page.head(card, version, lead, when);
        page.facts(card);
        page.work(card.work(), card.kind() == Card.Kind.EXTERNAL ? "The call  " : "Would run  ");
        page.quote(card.quote());
        return new Page(Wording.escaped(card.title()), page.blocks, page.complete);
    }

    static String expiry(Ask ask) {
        return ask.expires().map(at -> "expires " + Wording.moment(at)).orElse("no expiry");
    }

    private void head(Card card, int version, String lead, String when) {
        blocks.add(Kit.header(cut(lead + card.title(), HEADER)));
        var digest = card.work().digest();
        var risk = asksForWords(card) ? "" : Facts.level(card.level()) + " · ";
        var about = risk + when + " · v" + version
                + (digest.isEmpty()
                        ? ""
                        : " · digest "
                                + Wording.escaped(Wording.shortened(digest, DIGEST * 6)
                                        .substring(0, Math.min(DIGEST, digest.length()))));
        blocks.add(Kit.context(Kit.markup(about)));
    }

    /** A question without a call risks nothing, unless its rule says that it does. */
    private static boolean asksForWords(Card card) {
        return card.work().equals(Card.Work.NONE) && card.level() == Card.Level.NORMAL;
    }

    static String lead(Card card) {
        return switch (card.kind()) {
            case APPROVE -> "Approve? ";
            case ASK -> "Question: ";
            case FORM -> "Please fill in: ";
            case EXTERNAL -> "What became of it? ";
        };
    }

    private void facts(Card card) {
        var warnings = most(card.warnings(), WARNINGS);
        for (String warning : warnings) {
            blocks.add(Kit.context(Kit.plain("Warning: " + cut(warning, WARNING))));
        }
        var facts = most(card.facts(), FACTS);
        var each = Math.min(FACT, Math.max(40, FACTS_TEXT / Math.max(1, facts.size())));
        complete &= facts.stream()
                .allMatch(f -> fits(f.value(), each) && fits(f.label(), Facts.MOST_LABEL));
        if (!facts.isEmpty()) {
            blocks.add(Facts.lines(facts, each));
        }
    }

    private void work(Card.Work work, String label) {
        if (work.equals(Card.Work.NONE)) {
            return;
        }
        blocks.add(Kit.richText(
                Kit.words(List.of(Kit.run(label, true), Kit.run(cut(work.tool(), FACT), false))),
                Kit.fixed(cut(orNone(work.arguments()), ARGUMENTS))));
        if (!work.changes().isEmpty()) {
            blocks.add(Kit.richText(
                    Kit.words(List.of(Kit.run("What would change", true))),
                    Kit.fixed(changes(work.changes()))));
        }
        if (!work.diff().isEmpty()) {
            blocks.add(Kit.richText(
                    Kit.words(List.of(Kit.run("Difference", true))),
                    Kit.fixed(cut(work.diff(), DIFF))));
        }
    }

    private String changes(List<Change> changes) {
        var lines = most(changes, CHANGES).stream()
                .map(change -> cut(Facts.change(change), CHANGE))
                .collect(Collectors.joining("\n"));
        var more = changes.size() - CHANGES;
        return more > 0 ? lines + "\n+" + more + " more" : lines;
    }

    private void quote(String quote) {
        if (!quote.isBlank()) {
            blocks.add(Kit.richText(
                    Kit.words(List.of(Kit.run("The agent's words, not verified:", true))),
                    Kit.quote(cut(quote, QUOTE))));
        }
    }

    private <T> List<T> most(List<T> all, int most) {
        complete &= all.size() <= most;
        return all.size() <= most ? all : all.subList(0, most);
    }

    private String cut(String text, int most) {
        complete &= fits(text, most);
        return Wording.shortened(text, most);
    }

    private static boolean fits(String text, int most) {
        return Wording.visible(text).length() <= most;
    }

    static String orNone(String text) {
        return text.isBlank() ? "{}" : text;
    }
}
