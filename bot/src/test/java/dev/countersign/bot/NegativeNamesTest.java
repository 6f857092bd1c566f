package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that must not happen, by the names of the contract: each is a test, under its own name
 * where it is about the machine, and so runs in memory, on H2 and on PostgreSQL; what is about a
 * door or a server is shown where that lives.
 */
class NegativeNamesTest {
    private static final Pattern TEST = Pattern.compile("\\bvoid\\s+([a-z0-9_]+)\\s*\\(");

    /** The suites that {@code NegativeSuite} gathers for every store. */
    private static final String SUITE = "Negative.java";

    private static List<String> names() throws Exception {
        var file = NegativeNamesTest.class.getResource("/negative-names.txt");
        return Files.readAllLines(Path.of(Objects.requireNonNull(file).toURI())).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void each_name_of_the_contract_is_a_test_that_every_store_runs() throws Exception {
        var all = new HashSet<String>();
        tests(file -> file.endsWith(SUITE)).values().forEach(all::addAll);
        var wanted = names().stream().filter(name -> !name.contains(" = ")).toList();
        assertThat(wanted).hasSizeGreaterThan(70);
        assertThat(all).containsAll(wanted);
    }

    @Test
    void what_is_about_a_door_or_a_server_is_shown_there() throws Exception {
        var tests = tests(file -> true);
        for (var line : names()) {
            if (line.contains(" = ")) {
                var where = line.split(" = ")[1].split("#");
                assertThat(tests.getOrDefault(where[0] + ".java", Set.of()))
                        .as("what shows %s", line)
                        .contains(where[1]);
            }
        }
    }

    private static Map<String, Set<String>> tests(Predicate<String> which) throws IOException {
        var found = new HashMap<String, Set<String>>();
        for (var module : new String[] {"channels", "agent", "store", "bot"}) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                for (var file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    var name = file.getFileName().toString();
                    if (which.test(name)) {
                        found.computeIfAbsent(name, n -> new HashSet<>()).addAll(methods(file));
                    }
                }
            }
        }
        return found;
    }

    private static Set<String> methods(Path file) throws IOException {
        var names = new HashSet<String>();
        var matcher = TEST.matcher(Files.readString(file));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
