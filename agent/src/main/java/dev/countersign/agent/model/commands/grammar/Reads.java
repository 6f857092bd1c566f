package dev.countersign.agent.model.commands.grammar;

import dev.countersign.agent.model.commands.grammar.Command.Target;
import dev.countersign.agent.model.commands.grammar.Phrase.Option;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads what only looks: lists, descriptions, logs, events. */
final class Reads {
    private static final Set<String> FILLERS = Set.of(
            "me",
            "us",
            "list",
            "of",
            "existing",
            "current",
            "currently",
            "running",
            "run",
            "there",
            "exist",
            "exists",
            "have",
            "deployed",
            "is",
            "are",
            "do",
            "we",
            "for",
            "about",
            "status",
            "show",
            "get",
            "see",
            "up",
            "details",
            "with");
    private static final Set<String> QUESTION =
            Set.of("is", "are", "was", "has", "been", "the", "there", "s", "just", "recently");
    private static final Set<String> LOGS = Set.of("logs", "log");
    private static final Set<String> EVENTS = Set.of("events", "event", "ev");
    private static final Set<String> YAML =
            Set.of("yaml", "manifest", "definition", "yml", "contents", "content");
    private static final Set<String> JSON = Set.of("json");
    private static final Set<String> FORMAT = Set.of("as", "in", "yaml", "json", "yml", "format");
    private static final Set<String> LINES = Set.of("lines", "line");
    private static final Set<String> EVERYTHING = Set.of("all", "everything");
    private static final Kinds.Kind POD = Kinds.any("pod");
    private static final Kinds.Kind ALL = Kinds.any("all");

    private Reads() {}

    /** {@code get} as kubectl has it: the kind may be one that only the cluster knows. */
    static Reading get(Phrase phrase, Words words) {
        var plain = words.size() <= 2 && !words.has(Nouns.ARTICLES) && !words.has(FILLERS);
        return list(phrase, words, plain);
    }

    static Reading list(Phrase phrase, Words words) {
        return list(phrase, words, false);
    }

    private static Reading list(Phrase phrase, Words words, boolean terse) {
        words.skip(Set.of("me", "us", "the"));
        if (words.starts("details")) {
            return describe(phrase, words);
        }
        if (words.has(LOGS)) {
            words.drop(LOGS);
            return logs(phrase, words);
        }
        if (words.starts("api-resources") || words.starts("api", "resources")) {
            return resources(phrase, words);
        }
        if (words.starts("cluster", "configuration") || words.starts("cluster", "config")) {
            return configuration(phrase, words);
        }
        if (events(words)) {
            return events(phrase, words);
        }
        return get(phrase, words, terse);
    }

    private static boolean events(Words words) {
        int at = words.indexOf(EVENTS);
        return at >= 0
                && at <= 2
                && words.size() > at
                && !words.key(at - 1).equals("and")
                && !words.key(at + 1).equals("and")
                && Kinds.of(words.key(at - 1)).isEmpty();
    }

    private static Reading get(Phrase phrase, Words words, boolean terse) {
        return get(phrase, words, spokenOutput(words), terse);
    }

    private static Reading get(Phrase phrase, Words words, Optional<String> spoken, boolean terse) {
        var output = phrase.option(Option.OUTPUT).or(() -> spoken);
        var where = Nouns.where(phrase, words);
        if (words.size() == 1 && EVERYTHING.contains(words.key(0))) {
            var any = new Target(Optional.of(ALL), Optional.empty(), where.namespace());
            return Reading.of(new Command.Get(any, where.everywhere(), output));
        }
        var all = words.size() > 1 && words.drop(Set.of("all", "every"));
        words.drop(FILLERS);
        var namespace = where.namespace().or(() -> before(words));
        var targets = Nouns.targets(words, namespace, Optional.empty(), terse);
        if (targets.isEmpty() || targets.get().stream().anyMatch(Reads::nameless)) {
            return lost(phrase);
        }
        return each(targets.get(), target -> {
            var everywhere = where.everywhere() || (all && wide(target));
            return new Command.Get(target, everywhere, output);
        });
    }

    /** "kagent pods" are the pods in kagent. */
    private static Optional<String> before(Words words) {
        var plural = words.size() == 2
                && Kinds.of(words.key(1))
                        .filter(kind -> kind.namespaced() && kind.plural().equals(words.key(1)))
                        .isPresent();
        return plural && Kinds.of(words.key(0)).isEmpty() && Names.isName(words.get(0))
                ? words.first()
                : Optional.empty();
    }

    private static boolean nameless(Target target) {
        return target.kind().isEmpty() && target.name().isPresent();
    }

    /** "all pods" without a namespace means all of them. */
    private static boolean wide(Target target) {
        return target.namespace().isEmpty()
                && target.name().isEmpty()
                && target.kind().map(Kinds.Kind::namespaced).orElse(false);
    }

    private static Optional<String> spokenOutput(Words words) {
        var format = words.has(YAML)
                ? Optional.of("yaml")
                : words.has(JSON) ? Optional.of("json") : Optional.<String>empty();
        if (format.isPresent()) {
            words.skipLast(FORMAT);
            words.drop(YAML);
            words.drop(JSON);
        }
        return format;
    }

    /** "what happened in shop?", "what pods are running in shop?", "what can you do?". */
    static Reading question(Phrase phrase, Words words) {
        words.skip(QUESTION);
        if (words.starts("happened")
                || words.starts("happening")
                || words.starts("going", "on")
                || words.starts("new")
                || words.starts("up")) {
            return events(phrase, words);
        }
        if (words.starts("can", "you", "do") || words.starts("can", "i", "do")) {
            return Reading.of(new Command.Help());
        }
        if (words.key(0).equals("in") && inside(words)) {
            words.take(0);
            return get(phrase, words, Optional.of("yaml"), false);
        }
        if (words.starts("running") || words.key(0).equals("in")) {
            var where = Nouns.where(phrase, words);
            var pods = new Target(Optional.of(POD), Optional.empty(), where.namespace());
            return words.isEmpty()
                    ? Reading.of(new Command.Get(pods, where.everywhere(), Optional.empty()))
                    : lost(phrase);
        }
        return list(phrase, words);
    }

    /** "what is in the configmap x?" asks for an object, "what is in shop?" for a namespace. */
    private static boolean inside(Words words) {
        int at = Nouns.ARTICLES.contains(words.key(1)) ? 2 : 1;
        return at + 1 < words.size()
                && Kinds.of(words.key(at))
                        .filter(kind -> !kind.singular().equals("namespace"))
                        .isPresent();
    }

    static Reading describe(Phrase phrase, Words words) {
        var where = Nouns.where(phrase, words);
        words.skip(FILLERS);
        var terse = words.size() == 2;
        var targets = Nouns.targets(words, where.namespace(), Optional.empty(), terse);
        return targets.isEmpty() ? lost(phrase) : each(targets.get(), Command.Describe::new);
    }

    static Reading logs(Phrase phrase, Words words) {
        var container = phrase.option(Option.CONTAINER).or(() -> container(words));
        var tail = phrase.option(Option.TAIL).or(() -> lines(words));
        var where = Nouns.where(phrase, words);
        words.drop(FILLERS);
        words.drop(LOGS);
        words.drop(Set.of("from", "last"));
        var targets = Nouns.targets(words, where.namespace(), Optional.of(POD), false);
        return targets.isEmpty()
                ? lost(phrase)
                : each(targets.get(), pod -> new Command.Logs(pod, container, tail));
    }

    private static Optional<String> container(Words words) {
        int at = words.indexOf(Set.of("container"));
        if (at < 0 || at + 1 >= words.size()) {
            return Optional.empty();
        }
        var name = words.get(at + 1).text();
        int from = words.key(at - 1).equals("of") || words.key(at - 1).equals("in") ? at - 1 : at;
        words.cut(from, at + 2);
        return Optional.of(name);
    }

    /** "the last 20 lines of". */
    private static Optional<String> lines(Words words) {
        int at = words.indexOf(LINES);
        if (at < 1) {
            return Optional.empty();
        }
        var count = words.get(at - 1).text();
        words.cut(at - 1, at + 1);
        return Optional.of(count);
    }

    static Reading events(Phrase phrase, Words words) {
        words.drop(EVENTS);
        var where = Nouns.where(phrase, words);
        words.drop(FILLERS);
        words.drop(Nouns.ARTICLES);
        words.drop(Set.of("all", "recent", "latest", "last", "cluster", "here"));
        return words.isEmpty() ? Reading.of(new Command.Events(where.namespace())) : lost(phrase);
    }

    static Reading resources(Phrase phrase, Words words) {
        return words.isEmpty()
                ? Reading.of(new Command.Look(Command.Look.At.API_RESOURCES))
                : lost(phrase);
    }

    static Reading configuration(Phrase phrase, Words words) {
        return words.isEmpty()
                ? Reading.of(new Command.Look(Command.Look.At.CONFIGURATION))
                : lost(phrase);
    }

    static Reading help(Phrase phrase, Words words) {
        return Reading.of(new Command.Help());
    }

    static Reading each(List<Target> targets, Function<Target, Command> command) {
        return new Reading.Understood(targets.stream().map(command).toList());
    }

    static Reading lost(Phrase phrase) {
        return new Reading.Lost(phrase.said(), Names.condition(phrase));
    }
}
