package dev.countersign.bot.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The class path of this test, packed so that processes can share what they learn of it: the JVM
 * shares class data of jars alone, and a process that starts twenty times should start fast.
 */
final class ClassData {
    private final List<String> packed = new ArrayList<>();
    private final Path folder;

    ClassData(Path folder) throws IOException {
        this.folder = folder;
        for (var part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(part);
            packed.add(Files.isDirectory(path) ? jar(path).toString() : part);
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
