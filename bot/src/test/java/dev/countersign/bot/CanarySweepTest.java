package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Line 4 of the acceptance list of mail, over everything that the tests of all modules have left
 * behind by now, their reports with all that was logged above all: no ticket stands in any of it.
 */
@Timeout(120)
class CanarySweepTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("channels", "agent", "store", "bot");
    private static final Set<String> BUILT = Set.of(
            "classes", "test-classes", "generated-sources", "generated-test-sources", "site");
    private static final int LARGEST = 64 * 1024 * 1024;

    /** A link, the address of a reply or a bounce, and what References carry. */
    private static final Pattern TICKET = Pattern.compile(
            "/a/[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])|\\+[rb]\\.[a-z2-7]{26}@|<t\\.[a-z2-7]{26}@");

    @Test
    void no_ticket_stands_in_anything_that_the_tests_of_all_modules_produced() {
        var found = MODULES.stream()
                .flatMap(module -> files(ROOT.resolve(module).resolve("target")))
                .filter(file -> TICKET.asPredicate().test(text(file)))
                .toList();

        assertThat(found).as("files in which a ticket stands").isEmpty();
    }

    @Test
    void a_ticket_of_each_kind_would_be_found() {
        Predicate<String> finds = TICKET.asPredicate();
        assertThat(List.of(
                        "GET https://x.example/a/" + "aB-_5".repeat(9).substring(2) + " 200",
                        "Reply-To: bot+r." + "a2".repeat(13) + "@example.com",
                        "RCPT TO:<bot+b." + "z7".repeat(13) + "@example.com>",
                        "References: <t." + "q3".repeat(13) + "@example.com>"))
                .allMatch(finds);
        assertThat(List.of("GET /a/... 200", "bot+r.…@example.com", "/a/review.css"))
                .noneMatch(finds);
    }

    private static Stream<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var files = Files.walk(folder)) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(file ->
                            !BUILT.contains(folder.relativize(file).getName(0).toString()))
                    .filter(file -> !file.toString().endsWith(".jar"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError("what the tests produced cannot be read", e);
        }
    }

    /** Bytes as letters, so that a ticket in a file of any kind is found. */
    private static String text(Path file) {
        try {
            assertThat(Files.size(file)).as("%s is too large to search", file).isLessThan(LARGEST);
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
