package dev.countersign.agent.model.commands.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

    private static final Map<String, Verb> VERBS = verbs();

    private Grammar() {}

    /** What follows one verb. */
    @FunctionalInterface
    interface Verb {
        Reading read(Phrase phrase, Words words);
    }

    /** The verbs that open a command, for those who look for the nearest one. */
    public static Set<String> openings() {
        return VERBS.keySet();
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
            switch (read(phrase)) {
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

    private static Reading read(Phrase phrase) {
        if (phrase.words().size() > MOST_WORDS) {
            return new Reading.Lost(phrase.said(), "");
        }
        var words = new Words(phrase.words());
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
            return new Reading.Lost(phrase.said(), "");
        }
        words.take(0);
        return verb.read(phrase, words);
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
        name(verbs, Reads::list, "give", "find", "read", "check");
        name(verbs, Reads::question, "what", "what's", "which", "whats", "are");
        name(verbs, Reads::describe, "describe", "inspect", "explain", "describe me", "details");
        name(verbs, Reads::logs, "logs", "log", "tail");
        name(verbs, Reads::events, "events", "event");
        name(verbs, Reads::resources, "api-resources");
        name(verbs, Reads::configuration, "config view", "cluster-info", "config");
        name(verbs, Changes::delete, "delete", "remove", "destroy", "rm", "get rid");
        name(verbs, Creation::read, "create", "make", "add", "set up", "setup", "new");
        name(verbs, Changes::scale, "scale", "resize", "scale up", "scale down");
        name(verbs, Changes::set, "set");
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
