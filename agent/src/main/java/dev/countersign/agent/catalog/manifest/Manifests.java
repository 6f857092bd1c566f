package dev.countersign.agent.catalog.manifest;

import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Problem.Severity;
import dev.countersign.agent.catalog.manifest.yaml.Document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The files that people write: found again at every look, and read when one has changed. A folder
 * stands for the files in it, not for folders in it.
 */
final class Manifests {
    static final int MAX_FILES = 1_000;
    static final long MAX_BYTES = 4L * 1024 * 1024;

    private final List<Path> roots;

    Manifests(List<Path> roots) {
        this.roots = roots;
    }

    /** What tells that a file has changed. */
    record Stamp(long modified, long size) {
        static final Stamp GONE = new Stamp(-1, -1);
    }

    /** Every file with its stamp; equal where nothing has changed. */
    Map<Path, Stamp> look() {
        var stamps = new LinkedHashMap<Path, Stamp>();
        for (Path root : roots) {
            for (Path file : files(root)) {
                stamps.put(file, stamp(file));
            }
        }
        return stamps;
    }

    List<Document.File> read() {
        var files = new ArrayList<Document.File>();
        for (Path root : roots) {
            var found = files(root);
            found.stream().limit(MAX_FILES).map(Manifests::read).forEach(files::add);
            if (found.size() > MAX_FILES) {
                files.add(wrong(root, "It holds more than " + MAX_FILES + " files. Name fewer."));
            }
        }
        return files;
    }

    private static List<Path> files(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of(root);
        }
        try (var list = Files.list(root)) {
            var files = new TreeSet<Path>();
            list.filter(Manifests::isManifest).limit(MAX_FILES + 1L).forEach(files::add);
            return List.copyOf(files);
        } catch (IOException | UncheckedIOException e) {
            return List.of(root); // read next, which tells what is wrong with it
        }
    }

    /** Editors and Kubernetes mounts keep copies under names that start with a dot. */
    private static boolean isManifest(Path path) {
        var name = path.getFileName().toString();
        return !name.startsWith(".") && Files.isRegularFile(path) && hasEnding(name);
    }

    private static boolean hasEnding(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static Stamp stamp(Path file) {
        try {
            return new Stamp(
                    Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS), Files.size(file));
        } catch (IOException e) {
            return Stamp.GONE; // the next reading tells why
        }
    }

    private static Document.File read(Path file) {
        try {
            if (Files.notExists(file)) {
                return wrong(
                        file, "There is no such file or folder. Correct manifests, or make it.");
            }
            if (Files.size(file) > MAX_BYTES) {
                return wrong(file, "The file is larger than " + MAX_BYTES + " bytes. Split it.");
            }
            return Document.read(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            return wrong(file, "The file is not UTF-8 text.");
        } catch (IOException e) {
            return wrong(file, "The file cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Document.File wrong(Path file, String message) {
        var problem = new Problem(Severity.ERROR, file.toString(), 1, "", "", message);
        return new Document.File(List.of(), List.of(problem), file.toString());
    }
}
