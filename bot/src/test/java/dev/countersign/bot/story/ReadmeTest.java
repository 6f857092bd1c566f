package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Types every transcript of the README and of API.md, in order, and compares what comes back. */
class ReadmeTest {
    private static final List<Path> PAGES = List.of(Path.of("..", "README.md"), Path.of("API.md"));
    private static final Pattern ID = Pattern.compile("[rq]_[0-9A-Z]{12}");
    private static final Pattern HOLE = Pattern.compile("[rq]_[0-9A-Z]{12}|\\.\\.\\.");
    private static final Pattern WORD =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|(\\S+)");

    @RegisterExtension
    static final House house = House.asShipped();

    /** The ids of the README, and those that stand for them in this house. */
    private final Map<String, String> ids = new HashMap<>();

    private record Exchange(String command, String answer) {}

    @Test
    void every_transcript_is_what_really_happens() throws IOException {
        for (var page : PAGES) {
            var exchanges = exchanges(page);
            assertThat(exchanges).as("transcripts of " + page).hasSizeGreaterThan(9);
            exchanges.forEach(this::replays);
        }
    }

    private void replays(Exchange exchange) {
        var words = words(exchange.command());
        boolean repeatable = List.of("runs", "questions").contains(words.get(1))
                || words.get(0).equals("curl") && !words.contains("-d");
        if (repeatable) {
            await(exchange.command())
                    .atMost(ApiCaller.PATIENCE)
                    .untilAsserted(() -> compares(exchange, typed(words)));
        } else {
            compares(exchange, typed(words));
        }
    }

    private String typed(List<String> words) {
        if (words.getFirst().equals("countersign")) {
            var typed = words.subList(1, words.size()).toArray(String[]::new);
            var screen = house.cli("local").types(typed);
            return screen.out() + screen.err();
        }
        var path = words.get(3).replace("$API", "/api/v1");
        var local = house.api("local");
        var reply = words.contains("-d") ? local.post(path, words.getLast()) : local.get(path);
        return reply.text();
    }

    private void compares(Exchange exchange, String real) {
        var pattern = new StringBuilder();
        var fresh = new ArrayList<String>();
        var holes = HOLE.matcher(exchange.answer());
        int from = 0;
        while (holes.find()) {
            pattern.append(Pattern.quote(exchange.answer().substring(from, holes.start())));
            pattern.append(hole(holes.group(), fresh));
            from = holes.end();
        }
        pattern.append(Pattern.quote(exchange.answer().substring(from)));
        var found = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(real.strip());
        assertThat(found.matches())
                .as(
                        "$ %s%nis to answer%n%s%nand answers%n%s",
                        exchange.command(), exchange.answer(), real)
                .isTrue();
        for (int i = 0; i < fresh.size(); i++) {
            ids.put(fresh.get(i), found.group(i + 1));
        }
    }

    /** An id that was met before is the same again; a new one is learned. */
    private String hole(String hole, List<String> fresh) {
        if (hole.equals("...")) {
            return ".*?";
        }
        if (ids.containsKey(hole)) {
            return ids.get(hole);
        }
        int known = fresh.indexOf(hole);
        if (known >= 0) {
            return "\\" + (known + 1);
        }
        fresh.add(hole);
        return "(" + ID.pattern() + ")";
    }

    private List<String> words(String command) {
        var words = new ArrayList<String>();
        var found = WORD.matcher(command);
        while (found.find()) {
            var quoted = found.group(1);
            var word = quoted != null
                    ? quoted.replace("\\\"", "\"")
                    : found.group(2) != null ? found.group(2) : found.group(3);
            words.add(ID.matcher(word).replaceAll(id -> ids.getOrDefault(id.group(), id.group())));
        }
        return words;
    }

    private static List<Exchange> exchanges(Path page) throws IOException {
        var exchanges = new ArrayList<Exchange>();
        var blocks = Files.readString(page).split("```");
        for (int i = 1; i < blocks.length; i += 2) {
            if (blocks[i].startsWith("console\n")) {
                var typed = blocks[i].substring("console\n".length()).split("(?m)^\\$ ");
                for (int t = 1; t < typed.length; t++) {
                    var parts = typed[t].split("\n", 2);
                    exchanges.add(new Exchange(parts[0], parts[1].strip()));
                }
            }
        }
        return exchanges;
    }
}
