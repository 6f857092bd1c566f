package dev.countersign.agent.model.commands.grammar;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.countersign.agent.model.commands.grammar.Command.Target;

import java.util.Optional;
import java.util.Set;

/** Reads what a key of a config map is to hold from now on. */
final class Values {
    private static final Kinds.Kind CONFIG_MAP = Kinds.any("configmap");
    private static final Set<String> NOISE =
            Set.of("the", "key", "value", "of", "entry", "set", "so", "that", "data");
    private static final Set<String> IN = Set.of("in", "of", "inside", "from");
    private static final Set<String> JOINS = Set.of("to", "=", "is", "as");

    private Values() {}

    /** "set message to bye in the configmap x", "change the key message of configmap x to bye". */
    static Reading read(Phrase phrase, Words words) {
        var name = taken(words);
        var namespace = phrase.option(Phrase.Option.NAMESPACE).or(() -> Nouns.behind(words));
        words.skip(NOISE);
        if (name.isEmpty() || words.size() < 2) {
            return Reads.lost(phrase);
        }
        var key = words.take(0);
        if (!JOINS.contains(words.key(0)) || words.size() < 2) {
            return Reads.lost(phrase);
        }
        words.skip(JOINS);
        var value = Creation.value(words);
        if (!words.isEmpty() || value.isBlank() || !Names.isName(key)) {
            return Reads.lost(phrase);
        }
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("data").put(key.text(), value);
        var target = new Target(Optional.of(CONFIG_MAP), name, namespace);
        return Reading.of(
                new Command.Patch(target, Optional.of(patch.toString()), Optional.of("merge")));
    }

    /** The name behind the one "configmap", taken away with it and what leads to it. */
    private static Optional<String> taken(Words words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (Kinds.of(words.key(i)).filter(CONFIG_MAP::equals).isPresent()) {
                int name = Names.CALLED.contains(words.key(i + 1)) ? i + 2 : i + 1;
                if (name >= words.size() || !Names.isName(words.get(name))) {
                    return Optional.empty();
                }
                int from = Nouns.ARTICLES.contains(words.key(i - 1)) ? i - 1 : i;
                from = IN.contains(words.key(from - 1)) ? from - 1 : from;
                var text = words.get(name).text();
                words.cut(from, name + 1);
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }
}
