package dev.countersign.bot.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The class path of this test, packed so that processes can share what they learn of it: the JVM
 * shares class data of jars alone, and a process that starts twenty times should start fast.
 */
final class ClassData {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static Optional<ClassData> shared = Optional.empty();

    private final List<String> packed = new ArrayList<>();
    private final Path folder;

    private ClassData(Path folder) throws IOException {
        this.folder = folder;
        for (var part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(part);
            packed.add(Files.isDirectory(path) ? jar(path).toString() : part);
        }
    }

    /** One for all tests of this build; the first process that uses it leaves its archive. */
    static synchronized ClassData shared() throws IOException {
        if (shared.isEmpty()) {
            var folder = Files.createTempDirectory("countersign-classes");
            shared = Optional.of(new ClassData(folder));
            learn(folder);
        }
        return shared.get();
    }

    /** A process that tells a story and ends well leaves behind what makes the others fast. */
    private static void learn(Path folder) throws IOException {
        var home = Victim.Home.onFile(Files.createDirectory(folder.resolve("home")));
        try (var first = Victim.start(home, "")) {
            var tale = new Tale(Plot.CREATE, "first");
            while (!tale.goOn(first)) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> forget(folder)));
    }

    private static void forget(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException kept) {
            System.err.println(folder + " is left behind: " + kept);
        }
    }

    private Path jar(Path classes) throws IOException {
        var jar = folder.resolve("classes-" + packed.size() + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(f -> !f.equals(classes)).toList()) {
                var name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                // Folders are entries too: the migrations are found by looking through theirs.
                out.putNextEntry(new JarEntry(Files.isDirectory(file) ? name + "/" : name));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }

    /** The beginning of a command; the archive is written by the first process that ends well. */
    List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"),
                "-Xlog:disable",
                "-cp",
                String.join(File.pathSeparator, packed));
    }
}
