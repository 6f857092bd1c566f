package dev.countersign.agent.model.commands.grammar;

import static dev.countersign.agent.model.commands.grammar.Reads.each;
import static dev.countersign.agent.model.commands.grammar.Reads.lost;

import dev.countersign.agent.model.commands.grammar.Command.Mark;
import dev.countersign.agent.model.commands.grammar.Command.Target;
import dev.countersign.agent.model.commands.grammar.Phrase.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what changes the cluster; a word that is left over means that nothing is understood. */
final class Changes {
    private static final Set<String> ACTIONS =
            Set.of("history", "pause", "restart", "resume", "status", "undo");
    private static final Kinds.Kind DEPLOYMENT = Kinds.any("deployment");

    private Changes() {}

    static Reading delete(Phrase phrase, Words words) {
        if (phrase.block().isPresent() || phrase.option(Option.FILE).isPresent()) {
            return new Reading.Lost(
                    phrase.said(), "I delete objects by kind and name, not by file.");
        }
        words.skip(Set.of("of"));
        if (words.has(Set.of("all", "everything", "every"))) {
            return new Reading.Lost(phrase.said(), "I delete only what is named: kind and name.");
        }
        var where = Nouns.where(phrase, words);
        if (where.everywhere()) {
            return new Reading.Lost(phrase.said(), "I delete in one namespace at a time.");
        }
        var terse = words.size() == 2;
        var targets = Nouns.targets(words, where.namespace(), Optional.empty(), terse);
        return targets.isEmpty() ? lost(phrase) : each(targets.get(), Command.Delete::new);
    }

    static Reading scale(Phrase phrase, Words words) {
        words.skip(Set.of("up", "down"));
        var replicas = phrase.option(Option.REPLICAS).or(() -> replicas(words));
        return scaled(phrase, words, replicas);
    }

    /** "set replicas of web to 5", "set web to 5 replicas", "set K to V in configmap X". */
    static Reading set(Phrase phrase, Words words) {
        if (!words.has(Set.of("replicas", "replica"))) {
            return Values.read(phrase, words);
        }
        words.skip(Set.of("the", "replicas", "replica", "count", "number", "of", "for"));
        return scaled(phrase, words, replicas(words));
    }

    private static Reading scaled(Phrase phrase, Words words, Optional<String> replicas) {
        var where = Nouns.where(phrase, words);
        words.drop(Set.of("replicas", "replica", "up", "down"));
        var usual = Optional.of(DEPLOYMENT);
        var targets = Nouns.targets(words, where.namespace(), usual, false);
        return targets.isEmpty() || where.everywhere()
                ? lost(phrase)
                : each(targets.get(), target -> new Command.Scale(target, replicas));
    }

    /** The one number of the phrase, with its "to" and its "replicas". */
    private static Optional<String> replicas(Words words) {
        for (int i = words.size() - 1; i >= 0; i--) {
            var equals = words.key(i).startsWith("replicas=");
            var text = equals ? words.key(i).substring("replicas=".length()) : words.key(i);
            if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
                var to = Set.of("to", "at", "=").contains(words.key(i - 1)) ? i - 1 : i;
                words.cut(to, i + 1);
                words.skipLast(Set.of("replicas", "replica", "pods", "copies", "instances"));
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    static Reading patch(Phrase phrase, Words words) {
        var where = Nouns.where(phrase, words);
        int json = -1;
        for (int i = 0; i < words.size(); i++) {
            json = words.get(i).text().startsWith("{") || words.get(i).text().startsWith("[")
                    ? i
                    : json;
        }
        var typed = json < 0
                ? Optional.<String>empty()
                : Optional.of(words.take(json).text());
        words.skipLast(Set.of("with", "to", "by"));
        var patch =
                phrase.option(Option.PATCH).or(() -> typed).or(phrase::block).map(String::strip);
        var targets = Nouns.targets(words, where.namespace(), Optional.empty(), words.size() == 2);
        return targets.isEmpty()
                ? lost(phrase)
                : each(
                        targets.get(),
                        target -> new Command.Patch(target, patch, phrase.option(Option.TYPE)));
    }

    static Reading apply(Phrase phrase, Words words) {
        words.drop(Set.of(
                "the",
                "this",
                "following",
                "manifest",
                "yaml",
                "that",
                "a",
                "these",
                "file",
                "below",
                "resource",
                "resources",
                "object",
                "objects",
                "-",
                "manifests"));
        var file = phrase.option(Option.FILE).filter(name -> !name.equals("-"));
        if (file.isPresent() && phrase.block().isEmpty()) {
            return new Reading.Lost(
                    phrase.said(), "I cannot read files; paste the YAML below the command.");
        }
        return words.isEmpty()
                ? Reading.of(new Command.Apply(phrase.block(), false))
                : lost(phrase);
    }

    static Reading label(Phrase phrase, Words words) {
        return mark(phrase, words, Mark.What.LABEL);
    }

    static Reading annotate(Phrase phrase, Words words) {
        return mark(phrase, words, Mark.What.ANNOTATION);
    }

    private static Reading mark(Phrase phrase, Words words, Mark.What what) {
        var set = new ArrayList<String>();
        var gone = new ArrayList<String>();
        var rest = new ArrayList<Token>();
        for (Token token : words.tokens()) {
            if (token.text().indexOf('=') > 0) {
                set.add(token.text());
            } else if (token.key().endsWith("-") && token.key().length() > 1) {
                gone.add(token.text().substring(0, token.text().length() - 1));
            } else {
                rest.add(token);
            }
        }
        var nouns = new Words(rest);
        var where = Nouns.where(phrase, nouns);
        nouns.drop(Set.of("with", "as"));
        var terse = nouns.size() == 2;
        var targets = Nouns.targets(nouns, where.namespace(), Optional.empty(), terse);
        return targets.isEmpty()
                ? lost(phrase)
                : each(targets.get(), target -> new Mark(what, target, set, gone));
    }

    static Reading rollout(Phrase phrase, Words words) {
        var action = ACTIONS.contains(words.key(0))
                ? words.first().map(word -> word.toLowerCase(Locale.ROOT))
                : Optional.<String>empty();
        return rolled(phrase, words, action);
    }

    static Reading restart(Phrase phrase, Words words) {
        return rolled(phrase, words, Optional.of("restart"));
    }

    static Reading undo(Phrase phrase, Words words) {
        words.skip(Set.of("the", "rollout", "of"));
        return rolled(phrase, words, Optional.of("undo"));
    }

    private static Reading rolled(Phrase phrase, Words words, Optional<String> action) {
        var where = Nouns.where(phrase, words);
        var targets = Nouns.targets(words, where.namespace(), Optional.of(DEPLOYMENT), false);
        return targets.isEmpty()
                ? lost(phrase)
                : each(targets.get(), target -> new Command.Rollout(action, target));
    }

    /** {@code exec POD -- COMMAND}. */
    static Reading execute(Phrase phrase, Words words) {
        int dashes = -1;
        for (int i = words.size() - 1; i >= 0; i--) {
            dashes = words.get(i).text().equals("--") ? i : dashes;
        }
        var tail = dashes < 0 ? List.<Token>of() : words.from(dashes);
        var line = tail.stream().skip(1).map(Token::text).collect(Collectors.joining(" "));
        var where = Nouns.where(phrase, words);
        var usual = Optional.of(Kinds.any("pod"));
        var targets = Nouns.targets(words, where.namespace(), usual, false);
        if (targets.isEmpty() || targets.get().size() != 1) {
            return lost(phrase);
        }
        Target pod = targets.get().getFirst();
        var command = Optional.of(line).filter(text -> !text.isBlank());
        return Reading.of(new Command.Execute(pod, phrase.option(Option.CONTAINER), command));
    }
}
