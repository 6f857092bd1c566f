package dev.countersign.agent.catalog.manifest.yaml;

import dev.countersign.agent.words.Nearest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A block of keys that is being read. Every key that is asked for is known from then on; what is
 * left over at the end is told to the writer, with the nearest key we know.
 */
public final class Section {
    private final Field at;
    private final Map<String, Field> fields;
    private final Findings findings;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(Field at, Map<String, Field> fields, Findings findings) {
        this.at = at;
        this.fields = fields;
        this.findings = findings;
    }

    public static Section of(Field at, Findings findings) {
        return switch (at.value()) {
            case Field.Block block -> new Section(at, block.fields(), findings);
            case Field.Nothing nothing -> new Section(at, Map.of(), findings);
            case Field.Text text -> notABlock(at, findings);
            case Field.Items items -> notABlock(at, findings);
        };
    }

    private static Section notABlock(Field at, Findings findings) {
        findings.error(at, "A block of keys is wanted here, and this is " + at.kind() + ".");
        return new Section(at, Map.of(), findings);
    }

    /** The block itself. */
    public Field at() {
        return at;
    }

    public Findings findings() {
        return findings;
    }

    public int line() {
        return at.line();
    }

    public String path() {
        return at.path();
    }

    /** The line of a key, or of the block where the key is not written. */
    public int line(String key) {
        return fields.containsKey(key) ? fields.get(key).line() : at.line();
    }

    public String path(String key) {
        return at.path().isEmpty() ? key : at.path() + "." + key;
    }

    public boolean has(String key) {
        return field(key).isPresent();
    }

    /** The keys that are written here. */
    public Set<String> keys() {
        return fields.keySet();
    }

    public void error(String key, String message) {
        findings.error(line(key), path(key), message);
    }

    public void warning(String key, String message) {
        findings.warning(line(key), path(key), message);
    }

    /** A key that has a value. */
    public Optional<Field> field(String key) {
        known.add(key);
        return Optional.ofNullable(fields.get(key))
                .filter(f -> !(f.value() instanceof Field.Nothing));
    }

    public Optional<String> text(String key) {
        return field(key).flatMap(this::text);
    }

    private Optional<String> text(Field field) {
        if (field.value() instanceof Field.Text text) {
            return Optional.of(text.text());
        }
        findings.error(field, "A text is wanted here, and this is " + field.kind() + ".");
        return Optional.empty();
    }

    /** The text of a key that must be there; empty, and an error told, where it is not. */
    public String needText(String key) {
        var text = text(key);
        if (text.filter(t -> !t.isBlank()).isEmpty()) {
            missing(key);
        }
        return text.orElse("");
    }

    private void missing(String key) {
        var hint = Nearest.hint(key, fields.keySet());
        findings.error(at.line(), path(key), key + " is missing." + hint);
    }

    /** A list of texts; one text alone is a list of one. */
    public List<String> texts(String key) {
        return items(key).stream().flatMap(f -> text(f).stream()).toList();
    }

    /** The items of a list; one value alone is a list of one. */
    public List<Field> items(String key) {
        return field(key)
                .map(f -> f.value() instanceof Field.Items items ? items.items() : List.of(f))
                .orElse(List.of());
    }

    public List<Section> sections(String key) {
        return items(key).stream().map(f -> of(f, findings)).toList();
    }

    public Optional<Section> section(String key) {
        return field(key).map(f -> of(f, findings));
    }

    /** A block that must be there; an empty one, and an error told, where it is not. */
    public Section needSection(String key) {
        return section(key).orElseGet(() -> {
            missing(key);
            var nothing = new Field(path(key), at.line(), new Field.Nothing());
            return of(nothing, new Findings("", "")); // what is missing is told once
        });
    }

    public boolean flag(String key, boolean otherwise) {
        var text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                error(key, "\"" + Field.shortened(text.get()) + "\" is neither true nor false.");
                yield otherwise;
            }
        };
    }

    public Optional<Integer> number(String key, int least, int most) {
        return text(key).flatMap(text -> {
            if (text.matches("\\d{1,9}")) {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            }
            error(
                    key,
                    "\"" + Field.shortened(text) + "\" is not a number from " + least + " to "
                            + most + ".");
            return Optional.empty();
        });
    }

    public Optional<Duration> duration(String key) {
        return field(key).flatMap(this::duration);
    }

    public List<Duration> durations(String key) {
        return items(key).stream().flatMap(f -> duration(f).stream()).toList();
    }

    private Optional<Duration> duration(Field field) {
        return text(field).flatMap(text -> {
            var duration = Amount.of(text);
            if (duration.isEmpty()) {
                findings.error(
                        field,
                        "\"" + Field.shortened(text)
                                + "\" is not a duration. Write 90s, 30m, 4h or 1d.");
            }
            return duration;
        });
    }

    public <E extends Enum<E>> Optional<E> oneOf(String key, Class<E> words) {
        return field(key).flatMap(f -> oneOf(f, words));
    }

    public <E extends Enum<E>> List<E> someOf(String key, Class<E> words) {
        return items(key).stream().flatMap(f -> oneOf(f, words).stream()).toList();
    }

    private <E extends Enum<E>> Optional<E> oneOf(Field field, Class<E> words) {
        return text(field).flatMap(text -> {
            var all = Stream.of(words.getEnumConstants()).toList();
            var found = all.stream().filter(e -> word(e).equals(text)).findFirst();
            if (found.isEmpty()) {
                var known = all.stream().map(Section::word).toList();
                findings.error(
                        field,
                        "\"" + Field.shortened(text) + "\" is not one of "
                                + String.join(", ", known) + "." + Nearest.hint(text, known));
            }
            return found;
        });
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** All keys with their scalars as written; lists are joined by commas. */
    public Map<String, String> settings(Set<String> without) {
        var settings = new LinkedHashMap<String, String>();
        for (String key : fields.keySet()) {
            if (!without.contains(key)) {
                var texts = new ArrayList<>(texts(key));
                if (!texts.isEmpty()) {
                    settings.put(key, String.join(",", texts));
                }
            }
        }
        return settings;
    }

    /** Tells of every key that nobody asked for. */
    public void done() {
        leftOver()
                .forEach(key -> error(
                        key,
                        "There is no key " + key + " here."
                                + Nearest.to(key, known)
                                        .map(near -> " Did you mean " + near + "?")
                                        .orElse(" Known are " + String.join(", ", known) + ".")));
    }

    /** Keys that were written and never asked for. */
    public List<String> leftOver() {
        return fields.keySet().stream().filter(key -> !known.contains(key)).toList();
    }
}
