package dev.countersign.channels.email.reply;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The public reply mails that two packages of the npm registry carry, each with the lines that a
 * person newly wrote. They are fetched into {@code target} once and are never kept in the tree.
 */
public final class PublicReplies {
    private static final Path FOLDER = Path.of("..", "target", "public-replies");
    private static final int PATIENCE_SECONDS = 120;

    private PublicReplies() {}

    /** One mail; the numbers of the new lines begin at nought. */
    public record Mail(String name, List<String> lines, List<Integer> fresh) {
        public String text() {
            return String.join("\n", lines);
        }

        public List<String> words() {
            return fresh.stream().map(lines::get).toList();
        }

        /** The same mail, had its writer written these words. */
        public String saying(String words) {
            int first = fresh.getFirst();
            return IntStream.range(0, lines.size())
                    .filter(i -> i == first || !fresh.contains(i))
                    .mapToObj(i -> i == first ? words : lines.get(i))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** All of them; skips the test with a loud word where there is no npm, but fails in CI. */
    public static synchronized List<Mail> all() {
        try {
            return read();
        } catch (IOException why) {
            var words = "The public reply mails are NOT tested: " + why.getMessage();
            System.out.println(words);
            if ("true".equals(System.getenv("CI"))) {
                throw new UncheckedIOException(words, why);
            }
            return abort(words);
        }
    }

    private static List<Mail> read() throws IOException {
        var mails = new ArrayList<Mail>();
        var from = FOLDER;
        for (var line : list()) {
            var words = line.split(" ");
            if (words[0].equals("package")) {
                from = fetched(words[1]).resolve(words[2]);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                mails.add(mail(from.resolve(words[0]), words));
            }
        }
        return mails;
    }

    private static List<String> list() throws IOException {
        try (var in = PublicReplies.class.getResourceAsStream("public-replies.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Mail mail(Path file, String[] words) throws IOException {
        var fresh = Arrays.stream(words, 1, words.length)
                .map(span -> span.split("-"))
                .flatMap(ends -> IntStream.rangeClosed(
                                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                        .mapToObj(number -> number - 1))
                .toList();
        return new Mail(words[0], Files.readString(file).lines().toList(), fresh);
    }

    /** Where the package lies unpacked: in a folder that has its name only when it is whole. */
    private static Path fetched(String pack) throws IOException {
        var whole = Files.createDirectories(FOLDER).resolve(pack.replace('@', '-'));
        if (!Files.isDirectory(whole)) {
            var work = Files.createTempDirectory(FOLDER, "fetch");
            does(work, "npm", "pack", "--silent", "--ignore-scripts", pack);
            does(work, "tar", "xzf", pack.replace('@', '-') + ".tgz");
            Files.move(work, whole);
        }
        return whole;
    }

    private static void does(Path folder, String... command) throws IOException {
        var log = folder.resolve("log");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " took over " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the fetching was interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
        }
    }
}
