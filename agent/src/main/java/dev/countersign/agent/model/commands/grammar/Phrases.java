package dev.countersign.agent.model.commands.grammar;

import dev.countersign.agent.model.commands.grammar.Phrase.Option;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Cuts a message into phrases, each with its options and the block that came with it. */
final class Phrases {
    private static final String FENCE = "```";

    private static final Map<String, Option> WITH_VALUE = Map.ofEntries(
            Map.entry("-n", Option.NAMESPACE),
            Map.entry("--namespace", Option.NAMESPACE),
            Map.entry("-o", Option.OUTPUT),
            Map.entry("--output", Option.OUTPUT),
            Map.entry("--tail", Option.TAIL),
            Map.entry("-c", Option.CONTAINER),
            Map.entry("--container", Option.CONTAINER),
            Map.entry("--replicas", Option.REPLICAS),
            Map.entry("-p", Option.PATCH),
            Map.entry("--patch", Option.PATCH),
            Map.entry("--type", Option.TYPE),
            Map.entry("-f", Option.FILE),
            Map.entry("--filename", Option.FILE),
            Map.entry("--from-literal", Option.LITERAL));
    private static final Map<String, Option> ALONE = Map.of(
            "-a", Option.EVERYWHERE,
            "--all-namespaces", Option.EVERYWHERE,
            "--overwrite", Option.OVERWRITE,
            "-it", Option.STDIN,
            "-i", Option.STDIN,
            "-t", Option.STDIN);

    private final List<Phrase> phrases = new ArrayList<>();
    private Optional<String> unknown = Optional.empty();

    private Phrases() {}

    /** What was cut, and the first option that nobody knows. */
    record Cut(List<Phrase> phrases, Optional<String> unknownOption) {
        public Cut {
            phrases = List.copyOf(phrases);
        }
    }

    static Cut of(String message) {
        var phrases = new Phrases();
        phrases.fenced(message.replace("\r\n", "\n").replace('\r', '\n'));
        return new Cut(phrases.phrases, phrases.unknown);
    }

    private void fenced(String message) {
        int at = 0;
        while (at < message.length()) {
            int open = message.indexOf(FENCE, at);
            if (open < 0) {
                bare(message.substring(at));
                return;
            }
            typed(message.substring(at, open));
            int close = message.indexOf(FENCE, open + FENCE.length());
            int end = close < 0 ? message.length() : close;
            attach(withoutLanguage(message.substring(open + FENCE.length(), end)));
            at = close < 0 ? end : close + FENCE.length();
        }
    }

    /** A manifest without a fence begins at its first key and goes to the end. */
    private void bare(String text) {
        int line = 0;
        while (line < text.length()) {
            if (text.startsWith("apiVersion:", line)
                    || text.startsWith("kind:", line)
                    || text.startsWith("---", line)) {
                typed(text.substring(0, line));
                attach(text.substring(line));
                return;
            }
            int next = text.indexOf('\n', line);
            line = next < 0 ? text.length() : next + 1;
        }
        typed(text);
    }

    private void typed(String text) {
        var words = new ArrayList<Token>();
        for (Token token : Lexer.tokens(text)) {
            if (token.kind() == Token.Kind.BREAK) {
                finish(words);
            } else {
                words.add(token);
            }
        }
        finish(words);
    }

    private void finish(List<Token> words) {
        if (!words.isEmpty()) {
            phrases.add(options(words));
            words.clear();
        }
    }

    private void attach(String block) {
        var text = withoutHeredocEnd(block);
        if (text.isBlank()) {
            return;
        }
        if (phrases.isEmpty() || phrases.getLast().block().isPresent()) {
            phrases.add(new Phrase(List.of(), Map.of(), Optional.of(text)));
        } else {
            phrases.add(phrases.removeLast().with(Optional.of(text)));
        }
    }

    private Phrase options(List<Token> tokens) {
        var words = new ArrayList<Token>();
        var options = new EnumMap<Option, String>(Option.class);
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.text().equals("--") || token.text().startsWith("<<")) {
                words.add(token);
            } else if (token.isFlag()) {
                i += option(token.text(), tokens, i + 1, options);
            } else {
                words.add(token);
            }
            if (token.text().equals("--")) {
                words.addAll(tokens.subList(i + 1, tokens.size()));
                break;
            }
        }
        words.removeIf(token -> token.key().startsWith("<<"));
        return new Phrase(words, options, Optional.empty());
    }

    /** Notes one option, and says how many further words it took. */
    private int option(String flag, List<Token> tokens, int next, Map<Option, String> options) {
        int equals = flag.indexOf('=');
        var name = (equals < 0 ? flag : flag.substring(0, equals)).toLowerCase(Locale.ROOT);
        if (ALONE.containsKey(name)) {
            options.put(ALONE.get(name), "true");
            return 0;
        }
        var glued = !WITH_VALUE.containsKey(name) && name.length() > 2 && equals < 0;
        var known = WITH_VALUE.get(glued ? name.substring(0, 2) : name);
        if (known == null || (glued && flag.startsWith("--"))) {
            unknown = unknown.or(() -> Optional.of(flag));
            return 0;
        }
        if (equals < 0 && !glued && next >= tokens.size()) {
            unknown = unknown.or(() -> Optional.of(flag));
            return 0;
        }
        var value = glued
                ? flag.substring(2)
                : equals >= 0 ? flag.substring(equals + 1) : tokens.get(next).text();
        options.merge(known, value, (one, two) -> known == Option.LITERAL ? one + "\n" + two : two);
        return equals < 0 && !glued ? 1 : 0;
    }

    private static String withoutLanguage(String block) {
        int line = block.indexOf('\n');
        var first = (line < 0 ? "" : block.substring(0, line)).strip();
        var language = !first.isEmpty() && first.chars().allMatch(Character::isLetter);
        return (language || first.isEmpty()) && line >= 0 ? block.substring(line + 1) : block;
    }

    private static String withoutHeredocEnd(String block) {
        var text = block.stripTrailing();
        return text.endsWith("\nEOF") ? text.substring(0, text.length() - 3) : text + "\n";
    }
}
