package dev.countersign.agent.tool.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The texts in a folder, cut into passages; links out of the folder are not followed. */
record Documents(Path folder) {
    static final int MOST_FILES = 2_000;
    static final long LARGEST_FILE = 1024 * 1024;
    static final int MOST_PASSAGES = 10_000;
    private static final int DEEPEST = 8;
    private static final int PASSAGE = 1_000;
    private static final Set<String> ENDINGS =
            Set.of("md", "txt", "rst", "adoc", "html", "csv", "json", "yaml", "yml");

    /** What tells that a document has changed. */
    record Stamp(long modified, long size) {}

    boolean there() {
        return Files.isDirectory(folder);
    }

    /** Every document with its stamp, in the order of their names. */
    Map<Path, Stamp> look() {
        try (var all = Files.walk(folder, DEEPEST)) {
            var found = new LinkedHashMap<Path, Stamp>();
            for (Path file :
                    all.filter(Documents::readable).sorted().limit(MOST_FILES).toList()) {
                found.put(
                        file,
                        new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file)));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean readable(Path file) {
        var name = file.getFileName().toString();
        return !name.startsWith(".")
                && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** All of them in passages; one that is too large or no text is left out. */
    List<Passage> passages(Set<Path> files) {
        var passages = new ArrayList<Passage>();
        for (Path file : files) {
            if (passages.size() < MOST_PASSAGES) {
                add(passages, file);
            }
        }
        return passages.subList(0, Math.min(MOST_PASSAGES, passages.size()));
    }

    private void add(List<Passage> passages, Path file) {
        try {
            if (Files.size(file) <= LARGEST_FILE) {
                var source = folder.relativize(file).toString().replace('\\', '/');
                cut(passages, source, Files.readAllLines(file));
            }
        } catch (CharacterCodingException notText) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At headings and empty lines where there are any, so that what belongs together stays. */
    private static void cut(List<Passage> passages, String source, List<String> lines) {
        var text = new StringBuilder();
        int first = 1;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            boolean full = text.length() + line.length() > PASSAGE;
            boolean heading = line.startsWith("#");
            boolean pause = line.isBlank() && text.length() > PASSAGE / 2;
            if (full || heading || pause) {
                keep(passages, source, first, text);
                first = i + 1;
            }
            text.append(line.length() > PASSAGE ? line.substring(0, PASSAGE) : line)
                    .append('\n');
        }
        keep(passages, source, first, text);
    }

    private static void keep(List<Passage> passages, String source, int first, StringBuilder text) {
        var whole = text.toString().strip();
        if (!whole.isEmpty()) {
            passages.add(new Passage(source, first, whole));
        }
        text.setLength(0);
    }
}
