package dev.countersign.agent.model.commands.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a message as commands: kubectl as people type it, and plain sentences about a cluster. */
public final class Grammar {
    /** Most calls that one message may come to, which is also the limit of a turn. */
    public static final int MOST_COMMANDS = 16;

    /** Most words of one phrase; longer ones are prose, not a command. */
    static final int MOST_WORDS = 200;

    private static final Set<String> POLITE = Set.of(
            "please",
            "kindly",
            "can",
            "could",
            "would",
            "will",
            "you",
            "i",
            "we",
            "want",
            "to",
            "need",
            "like",
            "i'd",
            "we'd",
            "let's",
            "lets",
            "hey",
            "hi",
            "hello",
            "ok",
            "okay",
            "now",
            "just",
            "then",
            "and",
            "also",
            "kubectl",
            "k",
            "$",
            "bot",
            "good",
            "morning",
            "afternoon",
            "evening",
            "dear",
            "there",
            "all:");
    private static final Set<String> AFTER = Set.of(
            "please", "thanks", "thank", "you", "now", "again", "asap", "thx", "today", "for", "me",
            "us");
    private static final Set<String> THANKS =
            Set.of("thanks", "thank", "you", "thx", "cheers", "team", "everyone", "all");

    private static final Set<String> WISHES = Set.of("need", "want", "like");
    private static final Set<String> DECISIONS = Set.of(
            "yes", "no", "approve", "approved", "reject", "rejected", "deny", "denied", "confirm");

    /** Verbs of the grammar that people also use for what they want to see. */
    private static final Set<String> NOUNS = Set.of("logs", "log", "config", "details", "usage");

    private static final Map<String, Verb> VERBS = verbs();

    private Grammar() {}

    /** What follows one verb. */
    @FunctionalInterface
    interface Verb {
        Reading read(Phrase phrase, Words words);
    }

    public static Reading read(String message) {
        var cut = Phrases.of(message);
        if (cut.unknownOption().isPresent()) {
            return new Reading.Lost(
                    cut.unknownOption().get(),
                    "I do not know this option, or its value is missing.");
        }
        var commands = new ArrayList<Command>();
        for (Phrase phrase : cut.phrases()) {
            switch (whole(phrase)) {
                case Reading.Lost lost -> {
                    return lost;
                }
                case Reading.Understood understood -> commands.addAll(understood.commands());
            }
            if (commands.size() > MOST_COMMANDS) {
                return new Reading.Lost(
                        phrase.said(),
                        "I take at most " + MOST_COMMANDS + " commands in one message.");
            }
        }
        return new Reading.Understood(commands);
    }

    /** A word of the grammar itself, so no slip of the pen for another. */
    public static boolean isOwn(String word) {
        return VERBS.containsKey(word) || POLITE.contains(word) || Names.isOwn(word);
    }

    /** One command, or several with "and" between them, all of which must be understood. */
    private static Reading whole(Phrase phrase) {
        var tokens = phrase.words();
        for (int i = 1; i + 1 < tokens.size() && tokens.size() <= MOST_WORDS; i++) {
            if (tokens.get(i).text().equals("--")) {
                break; // what follows is a line for a shell
            }
            if (tokens.get(i).key().equals("and") && opens(tokens.get(i + 1).key())) {
                return parted(phrase, i);
            }
        }
        return read(phrase);
    }

    /** A verb that is no noun as well: "list pods and events" is one command. */
    private static boolean opens(String word) {
        return VERBS.containsKey(word) && Kinds.of(word).isEmpty() && !NOUNS.contains(word);
    }

    private static Reading parted(Phrase phrase, int and) {
        var tokens = phrase.words();
        var one = read(phrase.with(tokens.subList(0, and)));
        var two = whole(phrase.with(tokens.subList(and + 1, tokens.size())));
        if (one instanceof Reading.Understood first
                && two instanceof Reading.Understood second
                && phrase.plain()) {
            return new Reading.Understood(both(first, second));
        }
        return new Reading.Lost(phrase.said(), "Several commands go on several lines.");
    }

    private static List<Command> both(Reading.Understood one, Reading.Understood two) {
        return Stream.concat(one.commands().stream(), two.commands().stream()).toList();
    }

    private static Reading read(Phrase phrase) {
        if (phrase.words().size() > MOST_WORDS) {
            return new Reading.Lost(phrase.said(), "");
        }
        var words = new Words(Names.named(phrase.words()));
        while (words.key(0).startsWith("@") || words.key(0).startsWith("<@")) {
            words.take(0);
        }
        words.skip(POLITE);
        words.skipLast(AFTER);
        if (words.isEmpty() || THANKS.contains(words.key(0))) {
            return bare(phrase, words);
        }
        var twoWords = VERBS.get(words.key(0) + " " + words.key(1));
        if (twoWords != null) {
            words.cut(0, 2);
            return twoWords.read(phrase, words);
        }
        var verb = VERBS.get(words.key(0));
        if (verb == null) {
            return withoutVerb(phrase, words);
        }
        words.take(0);
        return verb.read(phrase, words);
    }

    /** "I need a namespace", or only what is to be seen: "pods in shop". */
    private static Reading withoutVerb(Phrase phrase, Words words) {
        if (DECISIONS.contains(words.key(0))) {
            return new Reading.Lost(
                    phrase.said(),
                    "A question is decided where it stands: on its card, by its buttons or by its"
                            + " key. What is said to me decides nothing.");
        }
        var wished = phrase.words().stream().anyMatch(token -> WISHES.contains(token.key()));
        if (wished && Set.of("a", "an").contains(words.key(0))) {
            return Creation.read(phrase, words);
        }
        words.skip(Set.of("the"));
        return Kinds.of(words.key(0)).isPresent() || words.key(0).equals("everything")
                ? Reads.list(phrase, words)
                : new Reading.Lost(phrase.said(), Names.condition(phrase));
    }

    /** A greeting, or a manifest that came without a word. */
    private static Reading bare(Phrase phrase, Words words) {
        words.skip(THANKS);
        if (!words.isEmpty()) {
            return new Reading.Lost(phrase.said(), "");
        }
        return phrase.block().isPresent()
                ? Reading.of(new Command.Apply(phrase.block(), false))
                : new Reading.Understood(List.of());
    }

    private static Map<String, Verb> verbs() {
        var verbs = new TreeMap<String, Verb>();
        name(verbs, Reads::get, "get");
        name(verbs, Reads::list, "list", "show", "display", "print", "fetch", "see", "view");
        name(verbs, Reads::list, "give", "find", "read", "check", "tell", "how many");
        name(verbs, Reads::list, "is", "does");
        name(verbs, Reads::question, "what", "what's", "which", "whats", "are");
        name(verbs, Reads::describe, "describe", "inspect", "explain", "describe me", "details");
        name(verbs, Reads::logs, "logs", "log", "tail");
        name(verbs, Reads::events, "events", "event");
        name(verbs, Reads::resources, "api-resources");
        name(verbs, Reads::configuration, "config view", "cluster-info", "config");
        name(verbs, Changes::delete, "delete", "remove", "destroy", "rm", "get rid", "kill");
        name(verbs, Creation::read, "create", "make", "add", "set up", "setup", "new", "prepare");
        name(verbs, Changes::scale, "scale", "resize", "scale up", "scale down");
        name(verbs, Changes::set, "set", "change", "update", "modify");
        name(verbs, Changes::patch, "patch");
        name(verbs, Changes::apply, "apply", "deploy");
        name(verbs, Changes::label, "label");
        name(verbs, Changes::annotate, "annotate");
        name(verbs, Changes::rollout, "rollout");
        name(verbs, Changes::restart, "restart", "bounce");
        name(verbs, Changes::undo, "undo", "roll back", "rollback");
        name(verbs, Changes::execute, "exec", "execute");
        name(verbs, Reads::help, "help", "?", "commands", "usage");
        return verbs;
    }

    private static void name(Map<String, Verb> verbs, Verb verb, String... names) {
        for (String name : names) {
            verbs.put(name, verb);
        }
    }
}
