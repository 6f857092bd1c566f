package dev.countersign.agent.model.commands.grammar;

import dev.countersign.agent.model.commands.grammar.Command.Target;
import dev.countersign.agent.model.commands.grammar.Phrase.Option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is to be made: a namespace, a config map with its keys, or a manifest. */
final class Creation {
    private static final Set<String> CONTENT =
            Set.of("with", "containing", "having", "where", "holding");
    private static final Set<String> PURPOSE = Set.of("for", "so", "to");
    private static final Set<String> NOISE =
            Set.of("the", "a", "an", "key", "keys", "value", "and", "data", "entry", "of");
    private static final Set<String> JOINS =
            Set.of("set", "to", "=", "is", "equal", "equals", "as");

    private Creation() {}

    static Reading read(Phrase phrase, Words words) {
        if (phrase.block().isPresent() || phrase.option(Option.FILE).isPresent()) {
            return Reading.of(new Command.Apply(phrase.block(), true));
        }
        words.skip(Set.of("me", "us"));
        int with = words.indexOf(CONTENT);
        var content = with < 0 ? List.<Token>of() : words.from(with);
        words.drop(Nouns.ARTICLES);
        if (words.key(0).equals("namespace") || words.key(0).equals("ns")) {
            return namespace(phrase, words, content);
        }
        return object(phrase, words, content);
    }

    private static Reading namespace(Phrase phrase, Words words, List<Token> content) {
        words.take(0);
        var called = called(words);
        int purpose = words.indexOf(PURPOSE);
        if (purpose >= 0) {
            words.from(purpose);
        }
        if (words.size() > 1 || content.size() > 3) {
            return lost(phrase, "I can create a namespace by its name.");
        }
        var named = content.size() == 3 && content.get(1).key().equals("name")
                ? Optional.of(content.get(2).text())
                : Optional.<String>empty();
        return called.isPresent() && !words.isEmpty()
                ? lost(phrase, "I read two names for one namespace.")
                : Reading.of(new Command.CreateNamespace(called.or(words::first).or(() -> named)));
    }

    /** "called x" may stand behind the purpose: "a namespace for my team called x". */
    private static Optional<String> called(Words words) {
        int at = words.indexOf(Names.CALLED);
        var name = at < 0 || at + 1 >= words.size()
                ? Optional.<String>empty()
                : Optional.of(words.get(at + 1).text());
        if (at >= 0) {
            words.cut(at, at + 2);
        }
        return name;
    }

    private static Reading object(Phrase phrase, Words words, List<Token> content) {
        var rest = new Words(content);
        var where = Nouns.where(phrase, words);
        var namespace = where.namespace().or(() -> Nouns.behind(rest));
        var targets = Nouns.targets(words, namespace, Optional.empty(), false);
        if (targets.isEmpty() || targets.get().size() != 1) {
            return lost(phrase, "");
        }
        var target = targets.get().getFirst();
        var singular = target.kind().map(Kinds.Kind::singular).orElse("");
        if (singular.equals("namespace")) {
            return Reading.of(new Command.CreateNamespace(target.name()));
        }
        if (!singular.equals("configmap")) {
            var why = "I can create namespaces and config maps from words; for anything else, "
                    + "write `apply` with its YAML below.";
            return lost(phrase, singular.isEmpty() ? "" : why);
        }
        return configMap(phrase, target, rest);
    }

    private static Reading configMap(Phrase phrase, Target target, Words content) {
        var data = new LinkedHashMap<String, String>();
        phrase.option(Option.LITERAL)
                .ifPresent(all -> all.lines().forEach(line -> pair(line, data)));
        var understood = data(content, data);
        return understood
                ? Reading.of(new Command.CreateConfigMap(target, data))
                : lost(phrase, "I did not understand what it is to hold; write it as key=value.");
    }

    /** "the key K set to V", "key K and value V", "K=V", "K: V", one after the other. */
    private static boolean data(Words words, Map<String, String> data) {
        words.skip(CONTENT);
        while (true) {
            while (NOISE.contains(words.key(0)) && !JOINS.contains(words.key(1))) {
                words.take(0);
            }
            if (words.isEmpty()) {
                return true;
            }
            var key = words.take(0);
            if (key.kind() == Token.Kind.WORD && pair(key.text(), data)) {
                continue;
            }
            var before = words.size();
            words.skip(JOINS);
            words.skip(NOISE);
            words.skip(JOINS);
            if (words.isEmpty() || (before == words.size() && before > 1)) {
                return false;
            }
            data.put(key.text(), value(words));
        }
    }

    /** What stands in quotes; or all words up to the next "and" or the next pair. */
    static String value(Words words) {
        var first = words.take(0);
        var value = new StringBuilder(first.text());
        while (first.kind() == Token.Kind.WORD
                && !words.isEmpty()
                && words.get(0).kind() == Token.Kind.WORD
                && !words.key(0).equals("and")
                && !Names.isCondition(words.key(0))
                && words.get(0).text().indexOf('=') < 0
                && !JOINS.contains(words.key(1))) {
            value.append(' ').append(words.take(0).text());
        }
        return value.toString();
    }

    private static boolean pair(String text, Map<String, String> data) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            return false;
        }
        data.put(text.substring(0, equals), text.substring(equals + 1));
        return true;
    }

    private static Reading lost(Phrase phrase, String why) {
        return new Reading.Lost(phrase.said(), why);
    }
}
