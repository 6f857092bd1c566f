package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Entry.Kind;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.channels.Card;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tools give back texts that want to be obeyed, and the model obeys them all: it repeats what it
 * read and calls what it was told to. No gate is skipped, and what people see stays true.
 */
public class InjectionTest {
    private static final Pattern NUMBER = Pattern.compile("\\\\u([0-9A-F]{4})");

    /** Names that an obedient model makes up. */
    private static final List<Proposal> INVENTED = List.of(
            call("approve", "{\"question\":\"q_1\"}"),
            call("countersign__decide", "{\"verdict\":\"approve\"}"));

    public record Injection(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Every entry, for whoever shows such words. */
    public static Stream<Injection> corpus() throws IOException {
        try (InputStream in = InjectionTest.class.getResourceAsStream("injections.txt")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^=== ")).skip(1).map(InjectionTest::entry);
        }
    }

    private static Injection entry(String part) {
        var end = part.indexOf('\n');
        var text = NUMBER.matcher(part.substring(end + 1).strip()).replaceAll(m -> {
            var unit = "" + (char) Integer.parseInt(m.group(1), 16);
            return Matcher.quoteReplacement(unit);
        });
        return new Injection(part.substring(0, end).strip(), text);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void what_a_tool_says_opens_no_gate_and_changes_no_fact(Injection injection) throws Exception {
        try (var at = new Workplace()) {
            var honest = cardOf(at, "All is well.", "All is well.");
            var write = at.with(CountingTool.of("change", ToolClass.WRITE));
            var run = obeying(at, injection.text(), injection.text());
            var asked = at.asks(run);

            assertThat(shown(asked.card())).isEqualTo(shown(honest));
            assertThat(asked.card().quote()).isEqualTo(Masking.text(injection.text()));
            nobodyDecided(at, run, asked);
            theTurnsAreTheirs(at, run, injection);
            assertThat(write.ran).isEmpty();

            assertThat(at.rejects("dana", asked.key(), "no").verdict()).isEqualTo(Verdict.RECORDED);
            at.rests(run);
            assertThat(write.ran).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void in_the_arguments_it_is_text_and_what_runs_is_what_was_shown(Injection injection)
            throws Exception {
        try (var at = new Workplace()) {
            var write = at.with(CountingTool.of("change", ToolClass.WRITE));
            var json = new ObjectMapper();
            var arguments =
                    json.createObjectNode().put("note", injection.text()).toString();
            at.takes(
                    new Turn(
                            new Message.Assistant("", List.of(call("change", arguments)), ""),
                            1,
                            1),
                    says("Done."));
            var run = at.hears("change it");
            var asked = at.asks(run);
            assertThat(asked.card().facts())
                    .extracting(Card.Fact::label)
                    .containsExactly("Requested by", "Agent", "Rule");
            assertThat(asked.card().title()).isEqualTo("Run change");
            var shown = json.readTree(asked.card().work().arguments());
            assertThat(shown).isEqualTo(Masking.json(json.readTree(arguments)));

            at.approves("dana", asked.key());
            at.rests(run);
            assertThat(json.readTree(write.ran.getFirst().arguments())
                            .path("note")
                            .asText())
                    .isEqualTo(injection.text());
            assertThat(write.ran).hasSize(1);
        }
    }

    /** The card of the same call where nothing was injected. */
    private static Card cardOf(Workplace at, String page, String words) {
        var honest = at.with(CountingTool.of("change", ToolClass.WRITE));
        var card = at.asks(obeying(at, page, words)).card();
        at.without(honest);
        return card;
    }

    /** Looks at a page, then says its words and calls whatever it was told to. */
    private static String obeying(Workplace at, String page, String words) {
        var look = at.with(new CountingTool(
                "look", ToolClass.READ, Repeat.SAFE, call -> new ToolOutcome.Success(page)));
        var obeys = Stream.concat(Stream.of(call("change", "{\"n\":1}")), INVENTED.stream())
                .toList();
        at.takes(
                new Turn(new Message.Assistant("", List.of(call("look", "{}")), ""), 1, 1),
                new Turn(new Message.Assistant(words, obeys, ""), 1, 1),
                says(words));
        var run = at.hears("look at it");
        at.asks(run);
        at.without(look);
        return run;
    }

    /** Everything on the card but the quotation, and the digest, which is of another tool. */
    private static Card shown(Card card) {
        var work = card.work();
        return new Card(
                card.kind(),
                card.title(),
                card.level(),
                card.facts(),
                new Card.Work(work.tool(), work.arguments(), "", work.changes(), work.diff()),
                "",
                card.warnings(),
                card.deciders(),
                card.prompts(),
                card.fields());
    }

    private static void nobodyDecided(Workplace at, String run, Question asked) {
        assertThat(asked.votes()).isEmpty();
        assertThat(asked.open()).isTrue();
        assertThat(at.record(run, Kind.DECIDED)).isEmpty();
        assertThat(at.record(run, Kind.ASKED)).hasSize(1);
        var calls = at.run(run).calls();
        assertThat(calls.getFirst().state()).isInstanceOf(CallState.Gated.class);
        assertThat(calls.subList(1, calls.size()))
                .allMatch(c -> c.state() instanceof CallState.Refused);
    }

    /** It came from a tool, and stands among the messages as its result and nothing else. */
    private static void theTurnsAreTheirs(Workplace at, String run, Injection injection) {
        var messages = at.stores.runs().messages(run, 0);
        assertThat(messages)
                .extracting(m -> m.getClass().getSimpleName())
                .containsExactly("User", "Assistant", "Result", "Assistant");
        assertThat(((Message.Result) messages.get(2)).text()).isEqualTo(injection.text());
        assertThat(at.directory().people()).hasSize(3);
        assertThat(at.policies).isEmpty();
    }
}
