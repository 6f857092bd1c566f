package dev.countersign.channels.email.letter;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Change;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A card as pieces of a letter or a page: every fact of it, and whether all of it is there. */
public final class CardBlocks {
    private static final int SHORT_DIGEST = 8;

    private CardBlocks() {}

    /** All of it, in the order in which it is read. */
    public static List<Block> of(Card card, int mostCharacters) {
        var blocks = new ArrayList<>(first(card, mostCharacters));
        blocks.addAll(rest(card, mostCharacters));
        return blocks;
    }

    /** What fits on the first screen of a phone: what it is about and what would change. */
    static List<Block> first(Card card, int mostCharacters) {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Title(card.title()));
        card.warnings().forEach(words -> blocks.add(new Block.Warning(words)));
        changes(blocks, card.work().changes(), mostCharacters);
        prompts(blocks, card);
        return blocks;
    }

    /** What would run, exactly, where, for whom, and whose word it is. */
    static List<Block> rest(Card card, int mostCharacters) {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Facts(facts(card)));
        exact(blocks, "Exact arguments", card.work().arguments(), mostCharacters);
        if (!card.work().diff().isBlank()) {
            blocks.add(new Block.Difference(cut(card.work().diff(), mostCharacters)));
        }
        if (!card.quote().isBlank()) {
            blocks.add(new Block.Quote(
                    "The agent's own words, not checked by Countersign",
                    cut(card.quote(), mostCharacters)));
        }
        return blocks;
    }

    /** Whether a letter of that size shows every argument and every change. */
    static boolean fits(Card card, int mostCharacters) {
        return card.work().arguments().length() <= mostCharacters
                && card.work().diff().length() <= mostCharacters
                && changed(card.work().changes()).length() <= mostCharacters;
    }

    private static List<Fact> facts(Card card) {
        var facts = new ArrayList<>(card.facts());
        if (!card.work().tool().isEmpty()) {
            facts.add(new Fact("Tool", card.work().tool()));
        }
        if (card.level() != Card.Level.NORMAL) {
            facts.add(new Fact("Risk", card.level().name().toLowerCase(Locale.ROOT)));
        }
        var digest = card.work().digest();
        if (!digest.isEmpty()) {
            facts.add(new Fact(
                    "Digest", digest.substring(0, Math.min(SHORT_DIGEST, digest.length()))));
        }
        facts.add(new Fact("May decide", deciders(card.deciders())));
        card.deciders().progress().forEach(line -> facts.add(new Fact("So far", line)));
        return facts;
    }

    private static String deciders(Deciders who) {
        var names = new ArrayList<>(who.people());
        who.groups().forEach(group -> names.add("the group " + group));
        var list = who.anyone() ? "anyone" : names.isEmpty() ? "nobody" : String.join(", ", names);
        return who.needed() > 1
                ? list + " (" + who.needed() + " needed, " + who.have() + " so far)"
                : list;
    }

    private static void changes(List<Block> blocks, List<Change> changes, int most) {
        if (!changes.isEmpty()) {
            blocks.add(new Block.Exact("What would change", cut(changed(changes), most)));
        }
    }

    private static String changed(List<Change> changes) {
        var out = new StringBuilder();
        for (var change : changes) {
            out.append(change.path())
                    .append(": ")
                    .append(change.before().orElse("(not there)"))
                    .append(" -> ")
                    .append(change.after().orElse("(gone)"))
                    .append('\n');
        }
        return out.toString().stripTrailing();
    }

    private static void prompts(List<Block> blocks, Card card) {
        int number = 1;
        for (var prompt : card.prompts()) {
            blocks.add(new Block.Quote("Question " + number++, prompt.question()));
            if (!prompt.choices().isEmpty()) {
                var kind = prompt.multiple() ? "Choices, several may be taken" : "Choices";
                blocks.add(new Block.Exact(kind, "- " + String.join("\n- ", prompt.choices())));
            }
        }
        // Those of an approval are for an editor, and say nothing about what would run.
        for (var field : card.kind() == Card.Kind.FORM ? card.fields() : List.<Card.Field>of()) {
            blocks.add(new Block.Facts(List.of(new Fact(
                    "Field " + field.name(),
                    field.description() + " (" + field.type()
                            + (field.required() ? ", required)" : ", may stay empty)")))));
        }
    }

    private static void exact(List<Block> blocks, String label, String text, int most) {
        if (!text.isBlank()) {
            blocks.add(new Block.Exact(label, cut(text, most)));
        }
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var head = text.substring(0, most);
        long lines = text.substring(most).lines().count();
        return head + "\n[... " + (text.length() - most) + " more characters in " + lines
                + " lines; open the page to see all of it]";
    }
}
