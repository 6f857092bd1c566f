package dev.countersign.bot.config;

import dev.countersign.agent.words.Nearest;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** One part of the file. It remembers which keys were asked for, so that any other is unknown. */
final class Section {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d+) ?(KB|MB)?");

    private final Source source;
    private final String path;
    private final Node at;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    Section(Source source, String path, Node node) {
        this.source = source;
        this.path = path;
        this.at = node;
        if (!(node instanceof MappingNode mapping)) {
            throw source.failure(
                    node,
                    (path.isEmpty() ? "the file" : name("")) + " must hold keys with values.");
        }
        for (var tuple : mapping.getValue()) {
            var key = (ScalarNode) tuple.getKeyNode();
            if (keys.put(key.getValue(), key) != null) {
                throw source.failure(
                        key, name(key.getValue()) + " stands here twice. Keep one of them.");
            }
            values.put(key.getValue(), tuple.getValueNode());
        }
    }

    /** Reads this part with the reader given, and refuses every key it did not ask for. */
    <T> T read(Function<Section, T> reader) {
        try {
            T part = reader.apply(this);
            refuseUnknown();
            return part;
        } catch (IllegalArgumentException wrong) {
            refuseUnknown();
            var key = wrong.getMessage().split(":", 2)[0];
            var node = keys.getOrDefault(key, at);
            throw source.failure(
                    node, (path.isEmpty() ? "" : path + ".") + wrong.getMessage() + ".");
        }
    }

    private void refuseUnknown() {
        for (var entry : keys.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                var prefix = path.isEmpty() ? "" : path + ".";
                throw source.failure(
                        entry.getValue(),
                        "unknown key " + prefix + entry.getKey() + "."
                                + Nearest.hint(prefix, entry.getKey(), asked));
            }
        }
    }

    Optional<String> text(String key) {
        return node(key).map(node -> scalar(node, name(key)));
    }

    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    URI address(String key, URI otherwise) {
        return text(key)
                .map(text -> {
                    try {
                        return new URI(text);
                    } catch (URISyntaxException none) {
                        throw failure(
                                key,
                                "\"" + text + "\" is no address such as" + " https://example.com.");
                    }
                })
                .orElse(otherwise);
    }

    Secret secret(String key) {
        return text(key).map(Secret::new).orElse(Secret.NONE);
    }

    int number(String key, int otherwise) {
        return text(key).map(text -> whole(key, text)).orElse(otherwise);
    }

    private int whole(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notOne) {
            throw failure(key, "\"" + text + "\" is not a whole number.");
        }
    }

    int bytes(String key, int otherwise) {
        return text(key).map(text -> size(key, text)).orElse(otherwise);
    }

    private int size(String key, String text) {
        var match = SIZE.matcher(text);
        if (!match.matches() || match.group(1).length() > 6 && match.group(2) != null) {
            throw failure(key, "\"" + text + "\" is not a size such as 64KB.");
        }
        int unit =
                "KB".equals(match.group(2)) ? 1024 : "MB".equals(match.group(2)) ? 1024 * 1024 : 1;
        try {
            return Math.multiplyExact(Integer.parseInt(match.group(1)), unit);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw failure(key, "\"" + text + "\" is too large.");
        }
    }

    Optional<Duration> duration(String key) {
        return text(key).map(text -> length(key, text));
    }

    Duration duration(String key, Duration otherwise) {
        return text(key).map(text -> length(key, text)).orElse(otherwise);
    }

    private Duration length(String key, String text) {
        var match = DURATION.matcher(text);
        if (!match.matches() || match.group(1).length() > 9) {
            throw failure(key, "\"" + text + "\" is not a time such as 30m, 24h or 60s.");
        }
        long amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    <E extends Enum<E>> E oneOf(String key, Class<E> type, E otherwise) {
        return text(key).map(text -> word(key, type, text)).orElse(otherwise);
    }

    <E extends Enum<E>> Set<E> someOf(String key, Class<E> type) {
        var chosen = new LinkedHashSet<E>();
        texts(key).forEach(text -> chosen.add(word(key, type, text)));
        return chosen;
    }

    private <E extends Enum<E>> E word(String key, Class<E> type, String text) {
        var words = Arrays.stream(type.getEnumConstants()).map(Section::spelled).toList();
        int found = words.indexOf(text);
        if (found < 0) {
            throw failure(
                    key,
                    "\"" + text + "\" is none of " + String.join(", ", words) + "."
                            + Nearest.hint(text, words));
        }
        return type.getEnumConstants()[found];
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<String> texts(String key) {
        return items(key).stream().map(node -> scalar(node, name(key))).toList();
    }

    /** Each entry of a list, as a part of its own. */
    <T> List<T> sections(String key, Function<Section, T> reader) {
        var parts = new ArrayList<T>();
        for (var item : items(key)) {
            var place = name(key) + "[" + parts.size() + "]";
            parts.add(new Section(source, place, item).read(reader));
        }
        return parts;
    }

    <T> Optional<T> section(String key, Function<Section, T> reader) {
        return node(key).map(node -> new Section(source, name(key), node).read(reader));
    }

    private List<Node> items(String key) {
        return node(key)
                .map(node -> {
                    if (!(node instanceof SequenceNode list)) {
                        throw source.failure(node, name(key) + " must be a list: [one, two].");
                    }
                    return list.getValue();
                })
                .orElse(List.of());
    }

    /** A key without a value is a key that is not there. */
    private Optional<Node> node(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key))
                .filter(node -> !(node instanceof ScalarNode text
                        && text.getTag().getValue().endsWith(":null")));
    }

    private String scalar(Node node, String name) {
        if (!(node instanceof ScalarNode text)) {
            throw source.failure(node, name + " must be one value.");
        }
        return source.resolve(text);
    }

    private ConfigFailure failure(String key, String what) {
        return source.failure(values.getOrDefault(key, at), name(key) + ": " + what);
    }

    private String name(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }
}
