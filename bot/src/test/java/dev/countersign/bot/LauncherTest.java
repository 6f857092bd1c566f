package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher, with JDKs and a Maven that only say what they were asked. */
@Timeout(60)
class LauncherTest {

    private static final String JAVA = """
            #!/bin/sh
            echo "JDK $(dirname "$(dirname "$0")")" | sed 's|.*/|JDK |'
            for word in "$@"; do echo "[$word]"; done
            exit ${FAKE_EXIT:-0}
            """;
    private static final String MAVEN = """
            #!/bin/sh
            echo "words of Maven on $JAVA_HOME" | sed 's|on .*/|on |'
            mkdir -p "$FAKE_TARGET" && : > "$FAKE_TARGET/countersign.jar"
            """;

    @TempDir
    private Path folder;

    private Path script;
    private Path jar;

    @BeforeEach
    void a_clone_with_a_jar() throws IOException {
        var bot = Files.createDirectories(folder.resolve("my clone/bot"));
        script = bot.resolve("countersign");
        Files.copy(Path.of("countersign"), script);
        Files.createDirectories(bot.resolve("src/main"));
        Files.writeString(bot.resolve("src/main/A.java"), "class A {}");
        Files.writeString(bot.resolve("../pom.xml"), "<project/>");
        jar = Files.createDirectories(bot.resolve("target")).resolve("countersign.jar");
        Files.writeString(jar, "");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        Files.createDirectories(folder.resolve("jdks"));
        tool(folder.resolve("bin/mvn"), MAVEN);
        for (var name : "sed dirname readlink find head mkdir tr sh touch ls cksum rm".split(" ")) {
            link(name);
        }
    }

    @Test
    void java_home_is_taken_when_it_is_new_enough() throws Exception {
        var ours = jdk("mine", "21.0.2");
        jdk("jdks/newer", "99");

        var started = start(Map.of("JAVA_HOME", ours.toString()), "ask", "two words");

        assertThat(started.out()).startsWith("JDK mine\n").contains("[ask]\n[two words]\n");
    }

    @Test
    void only_a_jdk_that_warns_about_a_library_is_told_not_to() throws Exception {
        var old = jdk("old", "21.0.2");
        var warning = jdk("warning", "24");

        assertThat(start(Map.of("JAVA_HOME", old.toString())).out()).doesNotContain("unsafe");
        assertThat(start(Map.of("JAVA_HOME", warning.toString())).out())
                .contains("[--sun-misc-unsafe-memory-access=allow]");
    }

    @Test
    void an_old_java_home_gives_way_to_the_java_on_the_path() throws Exception {
        var old = jdk("old", "17.0.1");
        var path = jdk("on-path", "25");
        Files.createSymbolicLink(folder.resolve("bin/java"), path.resolve("bin/java"));

        assertThat(start(Map.of("JAVA_HOME", old.toString())).out()).startsWith("JDK on-path\n");
        assertThat(start(Map.of("JAVA_HOME", "")).out()).startsWith("JDK on-path\n");
        assertThat(start(Map.of()).out()).startsWith("JDK on-path\n");
    }

    @Test
    void behind_an_old_java_on_the_path_the_highest_installed_one_is_found() throws Exception {
        var path = jdk("on-path", "17");
        Files.createSymbolicLink(folder.resolve("bin/java"), path.resolve("bin/java"));
        jdk("jdks/a", "21");
        jdk("jdks/b", "25.0.3");
        jdk("jdks/c", "1.8.0");

        assertThat(start(Map.of()).out()).startsWith("JDK b\n");
    }

    @Test
    void without_a_jdk_one_line_says_what_is_missing() throws Exception {
        jdk("jdks/old", "17");

        var started = start(Map.of());

        assertThat(started.exit()).isEqualTo(1);
        assertThat(started.err())
                .startsWith("countersign: no JDK 21 or newer was found. Install one, or set")
                .hasLineCount(1);
    }

    @Test
    void it_builds_when_there_is_no_jar_or_sources_are_newer() throws Exception {
        jdk("jdks/a", "25");
        assertThat(start(Map.of()).err()).isEmpty();

        Files.delete(jar);
        var built = start(Map.of());
        assertThat(built.err()).contains("building").contains("words of Maven on a");
        assertThat(built.out()).startsWith("JDK a\n");
        assertThat(start(Map.of()).err()).isEmpty();

        Files.setLastModifiedTime(
                script.resolveSibling("src/main/A.java"),
                FileTime.from(Instant.now().plusSeconds(600)));
        assertThat(start(Map.of()).err()).contains("words of Maven");
    }

    @Test
    void after_a_build_it_rehearses_so_that_the_first_start_is_a_quick_one() throws Exception {
        jdk("jdks/a", "25");
        var log = jar.resolveSibling("rehearsal.log");
        start(Map.of());
        assertThat(log).doesNotExist();

        Files.delete(jar);
        var built = start(Map.of());

        assertThat(Files.readString(log))
                .containsPattern("-XX:AOTCacheOutput=.*/countersign/server-[0-9]+\\.aot")
                .contains("[rehearse]");
        assertThat(built.out()).doesNotContain("rehearse");
        assertThat(built.err()).doesNotContain("rehearsal failed");

        Files.delete(jar);
        assertThat(start(Map.of("FAKE_EXIT", "3")).err()).contains("rehearsal failed");
    }

    @Test
    void without_maven_it_says_so_when_it_must_build() throws Exception {
        jdk("jdks/a", "25");
        Files.delete(jar);
        Files.delete(folder.resolve("bin/mvn"));

        var started = start(Map.of());

        assertThat(started.exit()).isEqualTo(1);
        assertThat(started.err()).contains("there is no mvn");
    }

    @Test
    void it_works_through_symbolic_links() throws Exception {
        jdk("jdks/a", "25");
        var first = folder.resolve("first");
        Files.createSymbolicLink(first, script);
        var second = Files.createDirectories(folder.resolve("links")).resolve("second");
        Files.createSymbolicLink(second, Path.of("../first"));
        script = second;

        assertThat(start(Map.of(), "runs").out()).contains("my clone/bot/target/countersign.jar]");
    }

    @Test
    void a_short_command_uses_one_compiler_and_the_server_both() throws Exception {
        jdk("jdks/a", "25");

        var ask = start(Map.of(), "ask", "x").out();
        var serve = start(Map.of(), "--config", "my file.yaml").out();

        assertThat(ask)
                .contains("[-XX:TieredStopAtLevel=1]")
                .containsPattern("/countersign/ask-[0-9]+\\.jsa]");
        assertThat(serve)
                .doesNotContain("TieredStopAtLevel")
                .contains("[--config]\n[my file.yaml]\n");
        assertThat(folder.resolve("cache/countersign")).isDirectory();
    }

    @Test
    void the_server_learns_at_its_first_start_and_uses_it_from_the_second_on() throws Exception {
        jdk("jdks/a", "25");

        var learning = start(Map.of()).out();

        assertThat(learning)
                .containsPattern("-XX:AOTCacheOutput=.*/countersign/server-[0-9]+\\.aot");
        var word = learning.lines()
                .filter(line -> line.contains("AOTCacheOutput"))
                .findFirst()
                .orElseThrow();
        var learned = Path.of(word.substring(word.indexOf('=') + 1, word.length() - 1));
        Files.writeString(learned, "what was learned");
        assertThat(start(Map.of()).out())
                .contains("[-XX:AOTCache=" + learned + "]")
                .doesNotContain("AOTCacheOutput");
    }

    @Test
    void an_older_jdk_shares_class_data_for_the_server() throws Exception {
        jdk("jdks/a", "21");

        assertThat(start(Map.of()).out())
                .contains("[-XX:+AutoCreateSharedArchive]")
                .containsPattern("/countersign/server-[0-9]+\\.jsa]");
    }

    @Test
    void without_a_folder_for_it_no_class_data_is_shared() throws Exception {
        jdk("jdks/a", "25");
        Files.writeString(folder.resolve("cache"), "a file in the way");

        assertThat(start(Map.of()).out()).doesNotContain("SharedArchiveFile", "AOTCache");
    }

    @Test
    void options_of_the_jvm_and_the_exit_code_pass_through() throws Exception {
        jdk("jdks/a", "25");
        var options = Map.of("JAVA_OPTS", "-Xmx1g -Da=b", "FAKE_EXIT", "143");

        var started = start(options, "runs");

        assertThat(started.out()).startsWith("JDK a\n[-Xmx1g]\n[-Da=b]\n");
        assertThat(started.exit()).isEqualTo(143);
    }

    @Test
    void a_server_is_kept_small_unless_somebody_says_otherwise() throws Exception {
        jdk("jdks/a", "25");

        assertThat(start(Map.of()).out()).contains("[-XX:+UseSerialGC]\n").contains("[-Xmx144m]\n");
        assertThat(start(Map.of("JAVA_OPTS", "-Xmx1g -XX:+UseG1GC")).out())
                .contains("[-Xmx144m]\n[-Xmx1g]\n[-XX:+UseG1GC]\n")
                .doesNotContain("UseSerialGC");
        assertThat(start(Map.of(), "runs").out()).doesNotContain("-Xmx");
    }

    private record Started(int exit, String out, String err) {}

    private Started start(Map<String, String> environment, String... words) throws Exception {
        var command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(words));
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("bin").toString());
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("COUNTERSIGN_JDKS", folder.resolve("jdks").toString());
        builder.environment().put("FAKE_TARGET", jar.getParent().toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Started(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path jdk(String name, String version) throws IOException {
        var home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("release"), "A=\"b\"\nJAVA_VERSION=\"" + version + "\"\n");
        tool(home.resolve("bin/java"), JAVA);
        tool(home.resolve("bin/javac"), JAVA);
        return home;
    }

    private static void tool(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The path holds these tools and nothing else, so that no real java is found on it. */
    private void link(String name) throws IOException {
        for (var bin : List.of("/usr/bin", "/bin")) {
            var real = Path.of(bin, name);
            if (Files.isExecutable(real)) {
                tool(folder.resolve("bin").resolve(name), "#!/bin/sh\nexec " + real + " \"$@\"\n");
                return;
            }
        }
        throw new IOException("this machine has no " + name);
    }
}
