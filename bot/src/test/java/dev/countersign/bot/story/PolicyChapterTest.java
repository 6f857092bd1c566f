package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The README's chapter on policies says nothing that no test shows. */
class PolicyChapterTest {
    private static final Path ROOT = Path.of("..");
    private static final Path TABLE =
            Path.of("src/test/resources/dev/countersign/bot/story/policy-chapter.txt");
    private static final String CHAPTER = "\n## Who must say yes: policies\n";
    private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);

    @Test
    void every_sentence_of_the_chapter_is_shown_by_tests() throws IOException {
        var table = Files.readAllLines(TABLE);
        var told = table.stream()
                .filter(line -> line.matches("\\d+\\. .*"))
                .map(line -> line.replaceFirst("\\d+\\. ", ""))
                .toList();

        assertThat(told)
                .as("the sentences of the chapter, each with its tests in " + TABLE)
                .isEqualTo(sentences());
        assertThat(String.join("\n", table) + "\n0. ")
                .as("a sentence without a test")
                .doesNotContainPattern("\n\\d+\\. [^\n]*\n\\d+\\. ");
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        var tests = tests();
        var named = Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .distinct()
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(name -> {
            var parts = name.split("\\.");
            assertThat(tests).containsKey(parts[0]);
            if (parts.length > 1) {
                assertThat(tests.get(parts[0])).contains("void " + parts[1] + "(");
            }
        });
    }

    /** As people read them: without the documents, the headings and the bullets. */
    private static List<String> sentences() throws IOException {
        var chapter = Files.readString(ROOT.resolve("README.md"))
                .split(CHAPTER, 2)[1]
                .split("\n## ", 2)[0];
        var sentences = new ArrayList<String>();
        for (var block : CODE.matcher(chapter).replaceAll("").split("\\n\\s*\\n|\\n- ")) {
            var line = block.replaceAll("\\s+", " ").strip().replaceFirst("^- ", "");
            if (!line.isEmpty() && !line.matches("\\*\\*[^*]+\\*\\*")) {
                sentences.addAll(Arrays.asList(line.split("(?<=\\.)\\s+(?=[A-Z`*])")));
            }
        }
        return sentences;
    }

    /** The text of each test of the product by the name of its class. */
    private static Map<String, String> tests() throws IOException {
        try (var files = Stream.of("channels", "agent", "store", "bot")
                .flatMap(module -> walk(ROOT.resolve(module).resolve("src/test/java")))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            PolicyChapterTest::text,
                            String::concat));
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
