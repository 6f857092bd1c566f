package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The few hard numbers. When a rule makes the code worse, change the rule in its own commit and
 * say why.
 */
@Timeout(120)
class HouseRulesTest {

    private static final int FILE_LINES = 300;
    private static final int METHOD_LINES = 40;
    private static final int PARAMETERS = 6;
    private static final int FILES_IN_A_PACKAGE = 16;
    private static final int COLUMNS = 100;
    private static final int FILE_BYTES = 256 * 1024;

    private static final Pattern BAD_NAME =
            Pattern.compile(".*(Util|Utils|Helper|Helpers|Manager|Common|Impl)\\.java");
    private static final Pattern KNOWN_FILE = Pattern.compile(
            ".*\\.(java|md|xml|ya?ml|sql|css|js|svg|png|html|json|jsonl|txt|properties|eml|sh|tsv)"
                    + "|(.*/)?(\\.gitignore|\\.gitattributes|\\.editorconfig|LICENSE|NOTICE)"
                    + "|\\.ci/run"
                    + "|bot/(countersign|measure|src/image/.*)|.*/META-INF/services/.*");
    private static final Pattern PICTURE = Pattern.compile(".*\\.(png|svg)");
    // In two parts each, so that this file does not break its own rules.
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.~}*])/(ho" + "me|Us" + "ers|ro" + "ot|wo" + "rk)/[a-z]\\w*");
    private static final Pattern SLEEP =
            Pattern.compile("Thread\\.sl" + "eep|TimeUnit\\.\\w+\\.sl" + "eep");
    private static final Pattern DISABLED = Pattern.compile("@Dis" + "abled\\b");

    private static Path root;
    private static List<String> tracked;

    @BeforeAll
    static void list_what_git_knows() throws Exception {
        root = Path.of("..").toRealPath();
        var out = Files.createTempFile("tracked", ".txt");
        var git = new ProcessBuilder(
                        "git", "ls-files", "--cached", "--others", "--exclude-standard")
                .directory(root.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(git.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(git.exitValue()).as("git ls-files in %s", root).isZero();
        tracked = Files.readAllLines(out).stream()
                .filter(name -> Files.isRegularFile(root.resolve(name)))
                .toList();
        Files.delete(out);
        assertThat(tracked).contains("pom.xml");
    }

    @Test
    void files_are_short() throws IOException {
        var broken = new ArrayList<String>();
        for (var file : java()) {
            var lines = lines(file);
            if (lines.size() > FILE_LINES) {
                broken.add(file + " has " + lines.size() + " lines");
            }
        }
        assertThat(broken).as("at most %s lines", FILE_LINES).isEmpty();
    }

    @Test
    void lines_are_narrow() throws IOException {
        var broken = new ArrayList<String>();
        for (var file : java()) {
            var lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > COLUMNS && !lines.get(i).startsWith("import ")) {
                    broken.add(file + ":" + (i + 1));
                }
            }
        }
        assertThat(broken).as("at most %s columns", COLUMNS).isEmpty();
    }

    @Test
    void methods_and_constructors_are_small() throws IOException {
        var methods = JavaText.methods(root, java());

        assertThat(methods.stream().filter(method -> method.lines() > METHOD_LINES))
                .as("at most %s lines a method", METHOD_LINES)
                .isEmpty();
        // A record is its list of components, however many there are.
        assertThat(methods.stream()
                        .filter(method -> method.constructor() && !method.ofRecord())
                        .filter(method -> method.file().contains("/src/main/"))
                        .filter(method -> method.parameters() > PARAMETERS))
                .as("at most %s parameters a constructor", PARAMETERS)
                .isEmpty();
    }

    @Test
    void packages_are_small() {
        var counts = new TreeMap<String, Integer>();
        main().forEach(file -> counts.merge(Path.of(file).getParent().toString(), 1, Integer::sum));
        counts.values().removeIf(count -> count <= FILES_IN_A_PACKAGE);

        assertThat(counts).as("at most %s files a package", FILES_IN_A_PACKAGE).isEmpty();
    }

    @Test
    void names_say_something() {
        assertThat(java().stream().filter(file -> BAD_NAME.matcher(file).matches()))
                .isEmpty();
    }

    @Test
    void tests_never_sleep_and_none_is_switched_off() throws IOException {
        var tests = java().stream().filter(file -> file.contains("/src/test/")).toList();

        assertThat(holding(SLEEP, tests)).isEmpty();
        assertThat(holding(DISABLED, tests)).isEmpty();
    }

    @Test
    void nothing_is_left_unfinished_and_nothing_names_a_machine() throws IOException {
        var texts = tracked.stream()
                .filter(file -> !PICTURE.matcher(file).matches())
                .toList();

        assertThat(holding(UNFINISHED, texts)).isEmpty();
        assertThat(holding(MACHINE_PATH, texts)).isEmpty();
    }

    @Test
    void what_is_tracked_is_source() throws IOException {
        var broken = new ArrayList<String>();
        for (var file : tracked) {
            if (!KNOWN_FILE.matcher(file).matches()) {
                broken.add(file + " is of no known type");
            }
            long size = Files.size(root.resolve(file));
            if (size > FILE_BYTES && !PICTURE.matcher(file).matches()) {
                broken.add(file + " has " + size + " bytes");
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void the_top_of_the_house_holds_what_was_agreed() {
        var agreed =
                Set.of("bot", "channels", "agent", "store", "manifests", "README.md", "pom.xml");
        var top = tracked.stream()
                .map(file -> file.split("/", 2)[0])
                .filter(name -> !name.startsWith("."))
                .distinct()
                .toList();

        assertThat(agreed).containsAll(top);
    }

    private static List<String> java() {
        return tracked.stream().filter(file -> file.endsWith(".java")).toList();
    }

    private static List<String> main() {
        return java().stream().filter(file -> file.contains("/src/main/")).toList();
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(root.resolve(file));
    }

    private static List<String> holding(Pattern pattern, List<String> files) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files) {
            var lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(file + ":" + (i + 1) + " " + lines.get(i).strip());
                }
            }
        }
        return found;
    }
}
