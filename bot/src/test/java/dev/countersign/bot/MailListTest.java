package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The acceptance list of mail names a test for each of its lines, and each of those exists. */
@Timeout(60)
class MailListTest {
    private static final int LINES = 17;
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|[^|]*\\|([^|]*)\\|$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void each_line_of_the_list_has_a_test_of_that_name() throws IOException {
        var rows = ROW.matcher(Files.readString(ROOT.resolve("channels/EMAIL.md")))
                .results()
                .toList();

        assertThat(rows.stream().map(row -> Integer.parseInt(row.group(1))))
                .isEqualTo(IntStream.rangeClosed(1, LINES).boxed().toList());
        for (var row : rows) {
            var named = NAMED.matcher(row.group(2)).results().toList();
            assertThat(named).as("tests of line %s", row.group(1)).isNotEmpty();
            named.forEach(test -> exists(test.group(1), test.group(2)));
        }
    }

    private static void exists(String type, String method) {
        var found =
                Tests.ALL.stream().filter(file -> file.endsWith(type + ".java")).toList();
        assertThat(found).as("%s.java", type).hasSize(1);
        assertThat(read(found.getFirst())).contains("void " + method + "(");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The sources of all tests of the house. */
    private static final class Tests {
        static final List<Path> ALL = List.of("channels", "agent", "store", "bot").stream()
                .flatMap(module -> files(ROOT.resolve(module).resolve("src/test/java")))
                .toList();

        private static Stream<Path> files(Path folder) {
            try (var files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).toList().stream();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
