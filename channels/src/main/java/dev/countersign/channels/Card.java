package dev.countersign.channels;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A question as people see it, neutral of channel. Every fact on it is computed by us from the
 * stored call; only {@link #quote} holds the agent's own words, and is shown as a quotation.
 */
public record Card(
        Kind kind,
        String title,
        Level level,
        List<Fact> facts,
        Work work,
        String quote,
        List<String> warnings,
        Deciders deciders,
        List<Prompt> prompts,
        List<Field> fields,
        Optional<Offer> offer) {
    private static final String RESULT = "result";

    /** A card that offers no grant. */
    public Card(
            Kind kind,
            String title,
            Level level,
            List<Fact> facts,
            Work work,
            String quote,
            List<String> warnings,
            Deciders deciders,
            List<Prompt> prompts,
            List<Field> fields) {
        this(
                kind,
                title,
                level,
                facts,
                work,
                quote,
                warnings,
                deciders,
                prompts,
                fields,
                Optional.empty());
    }

    public Card {
        facts = List.copyOf(facts);
        warnings = List.copyOf(warnings);
        prompts = List.copyOf(prompts);
        fields = List.copyOf(fields);
    }

    /** What kind of answer is wanted. */
    public enum Kind {
        /** Yes, no, or yes with other arguments. */
        APPROVE,
        /** Answers to what the agent asks. */
        ASK,
        /** Typed values for missing arguments. */
        FORM,
        /** The outcome of work that somebody else does, or that may have run already. */
        EXTERNAL
    }

    /** How much is at stake. */
    public enum Level {
        NORMAL,
        HIGH,
        CRITICAL
    }

    public record Fact(String label, String value) {}

    /** Exactly what would run, and what it would change; secrets in it are masked already. */
    public record Work(
            String tool, String arguments, String digest, List<Change> changes, String diff) {
        public static final Work NONE = new Work("", "", "", List.of(), "");

        public Work {
            changes = List.copyOf(changes);
        }
    }

    /** One field that would change; absent before means new, absent after means gone. */
    public record Change(String path, Optional<String> before, Optional<String> after) {}

    /**
     * Who may decide just now, how many of them are needed, and how many there are. The lines of
     * {@code progress} say who has approved, and which stages are over or still to come; the groups
     * of {@code emergency} may approve alone.
     */
    public record Deciders(
            List<String> people,
            List<String> groups,
            boolean anyone,
            int needed,
            int have,
            List<String> progress,
            List<String> emergency) {
        public Deciders {
            people = List.copyOf(people);
            groups = List.copyOf(groups);
            progress = List.copyOf(progress);
            emergency = List.copyOf(emergency);
        }

        public Deciders(
                List<String> people, List<String> groups, boolean anyone, int needed, int have) {
            this(people, groups, anyone, needed, have, List.of(), List.of());
        }
    }

    /**
     * That a yes may hold for later calls, too: for so long and so often at most. {@code arguments}
     * are the names of those that can be held to their values.
     */
    public record Offer(Duration maxFor, int maxUses, List<String> arguments) {
        public Offer {
            arguments = List.copyOf(arguments);
        }
    }

    /** One thing that is asked; without choices the answer is free text, with them it may be. */
    public record Prompt(String question, List<String> choices, boolean multiple) {
        public Prompt {
            choices = List.copyOf(choices);
        }
    }

    /**
     * One field of a form, or one argument of a call that may be edited; {@code type} is a JSON
     * Schema type, or empty where any will do.
     */
    public record Field(
            String name, String type, String description, boolean required, List<String> options) {
        public Field {
            options = List.copyOf(options);
        }
    }

    /** Which outcomes of work elsewhere may be reported; where a card names none, any may. */
    public boolean takes(Choice.Result result) {
        var named = fields.stream()
                .filter(field -> field.name().equals(RESULT))
                .flatMap(field -> field.options().stream())
                .toList();
        return named.isEmpty() || named.contains(word(result));
    }

    /** The field that names these outcomes, for a card of work elsewhere. */
    public static Field outcomes(Choice.Result... results) {
        var words = Stream.of(results).map(Card::word).toList();
        return new Field(RESULT, "string", "What became of it", true, words);
    }

    private static String word(Choice.Result result) {
        return result.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same card with what has changed about who decides. */
    public Card decidedBy(Deciders now) {
        return new Card(
                kind, title, level, facts, work, quote, warnings, now, prompts, fields, offer);
    }
}
