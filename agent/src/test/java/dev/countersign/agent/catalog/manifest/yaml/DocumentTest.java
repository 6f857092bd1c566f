package dev.countersign.agent.catalog.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DocumentTest {
    private static final String HEAD = "apiVersion: v1\nkind: A\nmetadata: {name: a}\n";

    private static String told(String text) {
        var file = Document.read("f.yaml", text);
        assertThat(file.documents()).isEmpty();
        assertThat(file.problems()).hasSize(1);
        return file.problems().getFirst().toString();
    }

    @Test
    void each_document_keeps_the_lines_of_its_file() {
        var file = Document.read("f.yaml", "# note\n---\n" + HEAD + "--- # next\r\n" + HEAD);

        assertThat(file.problems()).isEmpty();
        assertThat(file.documents()).extracting(Document::line).containsExactly(3, 7);
        assertThat(file.documents()).extracting(Document::title).containsOnly("A a");
    }

    @Test
    void anchors_and_blocks_of_text_are_read() {
        var file = Document.read("f.yaml", HEAD + "a: &x [1]\nb: *x\nc: |\n  --- no\n  two\n");

        assertThat(file.problems()).isEmpty();
        assertThat(Section.of(file.documents().getFirst().root(), new Findings("", ""))
                        .text("c"))
                .contains("--- no\ntwo\n");
    }

    @Test
    void a_key_that_stands_twice_is_an_error_at_its_second_place() {
        assertThat(told(HEAD + "spec:\n  a: 1\n  a: 2\n"))
                .isEqualTo("f.yaml:6: The key spec.a stands here twice. Keep one.");
    }

    @Test
    @Timeout(20)
    void hostile_text_ends_at_a_limit() {
        var bomb = new StringBuilder(HEAD + "x0: &x0 [1,1]\n");
        for (int i = 1; i < 25; i++) {
            bomb.append("x" + i + ": &x" + i + " [*x" + (i - 1) + ",*x" + (i - 1) + "]\n");
        }
        assertThat(told(bomb.toString())).contains("more than 20000 values");
        assertThat(told(HEAD + "x: " + "[".repeat(60) + "]".repeat(60))).contains("deeper than 50");
        assertThat(told(HEAD + "x: " + "[".repeat(300_000))).contains("f.yaml:");
        assertThat(told(HEAD + "x: &x [*x]\n")).contains("deeper than 50");
        assertThat(told(HEAD + "x: " + "y".repeat(1_100_000))).contains("larger than 1 MB");
        assertThat(told(HEAD + "y: &y [1]\nx: [" + "*y,".repeat(60) + "]")).contains("alias");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "A", "a b", "-a", "a/b", "..."})
    void a_name_that_is_no_name_is_refused(String name) {
        assertThat(told(HEAD.replace("name: a", "name: '" + name + "'"))).contains("is not a name");
    }

    @Test
    void an_empty_file_holds_nothing() {
        assertThat(Document.read("f.yaml", "# nothing\n---\n").documents()).isEmpty();
        assertThat(Document.read("f.yaml", "# nothing\n---\n").problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"90s,PT1M30S", "30m,PT30M", "4h,PT4H", "1d,PT24H", "1h30m,PT1H30M", "PT1H,PT1H"})
    void durations_are_read_as_people_write_them(String text, Duration duration) {
        assertThat(Amount.of(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "-1h", "soon", "30", "PT-1H", "99999d", "1w"})
    void what_is_no_duration_is_none(String text) {
        assertThat(Amount.of(text)).isEmpty();
    }
}
