package dev.countersign.agent.model.commands.grammar;

import dev.countersign.agent.model.commands.grammar.Command.Target;
import dev.countersign.agent.model.commands.grammar.Phrase.Option;
import dev.countersign.agent.words.Nearest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the objects of a phrase: which kind, which names, in which namespace. */
final class Nouns {
    static final Set<String> ARTICLES =
            Set.of("the", "a", "an", "my", "our", "your", "this", "that", "some", "any", "new");

    static final Set<String> PREPOSITIONS =
            Set.of("in", "from", "of", "for", "within", "inside", "into", "on", "across", "to");
    private static final Set<String> PLACES = Set.of("in", "from", "within", "inside", "into");
    private static final Set<String> NAMESPACE = Set.of("namespace", "ns", "namespaces");
    private static final Set<String> ALL = Set.of("all", "every", "any", "each");
    private static final Set<String> WHOLE = Set.of("cluster", "everywhere");
    /** Where a value can hold any other word, only this one tells the namespace. */
    private static final Set<String> IN = Set.of("in");

    private Nouns() {}

    /** Where a phrase points: one namespace, all of them, or nowhere in particular. */
    record Where(Optional<String> namespace, boolean everywhere) {}

    /** The namespace of a phrase, from its option or from its words, which are taken away. */
    static Where where(Phrase phrase, Words words) {
        if (phrase.option(Option.EVERYWHERE).isPresent() || everywhere(words)) {
            return new Where(Optional.empty(), true);
        }
        var said = spoken(words).or(() -> weak(words, PLACES));
        return new Where(phrase.option(Option.NAMESPACE).or(() -> said), false);
    }

    /** The namespace behind what an object is to hold, as in "with a=b in shop". */
    static Optional<String> behind(Words content) {
        return spoken(content).or(() -> weak(content, IN));
    }

    /** "in all namespaces", "across the cluster", "everywhere". */
    private static boolean everywhere(Words words) {
        for (int i = 0; i < words.size(); i++) {
            var start = i;
            if (PREPOSITIONS.contains(words.key(i))) {
                i++;
            }
            while (ALL.contains(words.key(i)) || words.key(i).equals("the")) {
                i++;
            }
            var namespaces = words.key(i).equals("namespaces") && i > start;
            var every = i > start && ALL.contains(words.key(i - 1)) && isNamespace(words, i);
            if ((namespaces && PREPOSITIONS.contains(words.key(start)))
                    || (every && PREPOSITIONS.contains(words.key(start)))
                    || words.key(i).equals("everywhere")
                    || (i > start && WHOLE.contains(words.key(i)))) {
                words.cut(start, i + 1);
                return true;
            }
            i = start;
        }
        return false;
    }

    /** "in the x namespace", "in namespace x", "from the namespace called x". */
    private static Optional<String> spoken(Words words) {
        for (int i = 0; i < words.size() - 2; i++) {
            if (!PREPOSITIONS.contains(words.key(i))) {
                continue;
            }
            int at = i + 1;
            while (ARTICLES.contains(words.key(at))) {
                at++;
            }
            if (isNamespace(words, at + 1) && !isNamespace(words, at) && at + 1 < words.size()) {
                return Optional.of(cut(words, i, at, at + 2));
            }
            int name = Names.CALLED.contains(words.key(at + 1)) ? at + 2 : at + 1;
            if (isNamespace(words, at) && name < words.size()) {
                return Optional.of(cut(words, i, name, name + 1));
            }
        }
        return Optional.empty();
    }

    /** "in x" alone; only where a name can stand. */
    private static Optional<String> weak(Words words, Set<String> places) {
        for (int i = 0; i < words.size() - 1; i++) {
            int at = words.key(i + 1).equals("the") ? i + 2 : i + 1;
            if (places.contains(words.key(i)) && at < words.size() && Names.isName(words.get(at))) {
                return Optional.of(cut(words, i, at, at + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean isNamespace(Words words, int at) {
        return NAMESPACE.contains(words.key(at));
    }

    private static String cut(Words words, int from, int name, int to) {
        var text = words.get(name).text();
        words.cut(from, to);
        return text;
    }

    /**
     * The objects that the remaining words name, or nothing when a word is left over. {@code usual}
     * is the kind that a bare name has; {@code terse} allows kinds that only the cluster knows.
     */
    static Optional<List<Target>> targets(
            Words words, Optional<String> namespace, Optional<Kinds.Kind> usual, boolean terse) {
        words.drop(ARTICLES);
        words.drop(Names.CALLED);
        var none = new Target(Optional.empty(), Optional.empty(), namespace);
        if (words.isEmpty()) {
            return Optional.of(List.of(none));
        }
        if (words.tokens().stream().allMatch(Nouns::slashed)) {
            return Optional.of(
                    words.tokens().stream().map(t -> slashed(none, t)).toList());
        }
        var kinds = kinds(words);
        if (kinds.isEmpty() && Kinds.of(words.last()).isPresent()) {
            kinds = List.of(Kinds.any(words.take(words.size() - 1).text()));
        }
        if (kinds.isEmpty() && terse && foreign(words)) {
            kinds = List.of(Kinds.any(words.take(0).text()));
        }
        if (kinds.isEmpty()) {
            kinds = usual.map(List::of).orElse(List.of());
        }
        words.drop(Set.of("and"));
        var unsure = kinds.isEmpty() && words.size() > 1
                || words.tokens().stream().anyMatch(token -> isKind(token));
        return !unsure && words.tokens().stream().allMatch(Names::isName)
                ? Optional.of(products(none, kinds, words.tokens()))
                : Optional.empty();
    }

    /** Behind "pod web-1 and service web" there are two kinds, and no pod called service. */
    private static boolean isKind(Token token) {
        return Kinds.of(token.key()).isPresent();
    }

    /** A kind that we do not know, and that is no slip of the pen for one that we do. */
    private static boolean foreign(Words words) {
        return !words.isEmpty()
                && !words.key(0).isEmpty()
                && Names.isName(words.get(0))
                && Nearest.all(words.key(0), Kinds.names()).isEmpty();
    }

    private static List<Target> products(Target none, List<Kinds.Kind> kinds, List<Token> names) {
        var targets = new ArrayList<Target>();
        if (kinds.isEmpty()) {
            names.forEach(name -> targets.add(none.name(name.text())));
        }
        for (var kind : kinds) {
            names.forEach(name -> targets.add(none.kind(kind).name(name.text())));
            if (names.isEmpty()) {
                targets.add(none.kind(kind));
            }
        }
        return targets;
    }

    /** The kinds at the front: "pods", "pods,svc", "pods, services and deployments". */
    private static List<Kinds.Kind> kinds(Words words) {
        var found = new ArrayList<Kinds.Kind>();
        var joined = words.has(Set.of("and"));
        while (!words.isEmpty() && (found.isEmpty() || joined)) {
            var parts = List.of(words.key(0).split(",", -1));
            if (!found.isEmpty() && words.key(0).equals("and")) {
                words.take(0);
            } else if (parts.stream().allMatch(part -> Kinds.of(part).isPresent())) {
                parts.forEach(part -> found.add(Kinds.any(part)));
                words.take(0);
            } else {
                break;
            }
        }
        return found;
    }

    private static boolean slashed(Token token) {
        int slash = token.text().indexOf('/');
        return slash > 0
                && slash < token.text().length() - 1
                && Names.isName(Token.word(token.text().substring(0, slash)))
                && Names.isName(Token.word(token.text().substring(slash + 1)));
    }

    private static Target slashed(Target none, Token token) {
        int slash = token.text().indexOf('/');
        return none.kind(Kinds.any(token.text().substring(0, slash)))
                .name(token.text().substring(slash + 1));
    }
}
