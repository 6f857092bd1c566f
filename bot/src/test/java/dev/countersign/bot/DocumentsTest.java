package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the pages of the house point to is there: links, and the tests that they name. */
@Timeout(60)
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("channels", "agent", "store", "bot", "manifests");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#\\s]+)[^)]*\\)");
    private static final Pattern TEST =
            Pattern.compile("`(\\w+(?:Test|Story|Negative|Contract))(?:[.`])");

    @Test
    void every_link_leads_to_a_file() {
        for (var page : pages()) {
            LINK.matcher(read(page))
                    .results()
                    .map(link -> link.group(1))
                    .forEach(link -> assertThat(page.resolveSibling(link))
                            .as("a link in %s", page)
                            .exists());
        }
    }

    @Test
    void every_test_that_a_page_names_is_there() {
        var tests = tests();
        for (var page : pages()) {
            assertThat(TEST.matcher(read(page)).results().map(named -> named.group(1)))
                    .as("tests named in %s", page)
                    .isSubsetOf(tests);
        }
    }

    private static List<Path> pages() {
        var inModules = MODULES.stream()
                .flatMap(module -> filesIn(ROOT.resolve(module)).filter(DocumentsTest::isPage));
        var pages =
                Stream.concat(Stream.of(ROOT.resolve("README.md")), inModules).toList();
        assertThat(pages).hasSizeGreaterThan(8);
        return pages;
    }

    /** Deeper folders hold what tests read and what a build made. */
    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md") && file.getNameCount() == ROOT.getNameCount() + 2;
    }

    private static Set<String> tests() {
        return MODULES.stream()
                .flatMap(module -> filesIn(ROOT.resolve(module).resolve("src/test")))
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".java"))
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet());
    }

    private static Stream<Path> filesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
