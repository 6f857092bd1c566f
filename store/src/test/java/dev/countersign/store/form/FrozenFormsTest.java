package dev.countersign.store.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Outbound;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Rows of format 1 as they were written once. The lines are never edited; what is new is added as
 * further lines, by {@code mvn -pl store test -Dtest=FrozenFormsTest -Dforms=add}.
 */
class FrozenFormsTest {
    /** Every type that a row holds; sealed ones with all their cases. */
    private static final List<Class<?>> KEPT = List.of(
            RunForm.class,
            Run.Origin.class,
            Phase.class,
            Message.class,
            Call.class,
            CallState.class,
            Clearance.class,
            Question.class,
            Question.Vote.class,
            Inbound.class,
            Choice.class,
            Outbound.class,
            Entry.class,
            Grant.class);

    private record Line(String type, String form) {
        static Line parse(String text) {
            var parts = text.split(" ", 2);
            return new Line(parts[0], parts[1]);
        }

        Class<?> kept() {
            return KEPT.stream()
                    .filter(one -> one.getSimpleName().equals(type))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void every_row_of_format_1_is_read() throws Exception {
        for (var line : frozen()) {
            comesBack(line.kept(), line.form());
        }
    }

    private static <T> void comesBack(Class<T> type, String form) {
        var read = Codec.read(type, 1, form, "a frozen row");
        var again = Codec.read(type, Codec.FORMAT, Codec.write(type, read), "the same again");
        assertThat(again).isEqualTo(read);
    }

    @Test
    void every_type_that_is_kept_now_comes_back_as_it_was() {
        for (var type : KEPT) {
            Filled.cases(type).forEach(value -> unchanged(type, value));
        }
    }

    private static <T> void unchanged(Class<T> type, Object value) {
        var form = Codec.write(type, type.cast(value));
        assertThat(Codec.read(type, Codec.FORMAT, form, "a row")).isEqualTo(value);
        assertThat(form).doesNotContain("\u0000");
    }

    @Test
    void every_form_that_is_written_now_is_among_the_frozen_ones() throws Exception {
        var frozen = frozen();
        var missing = KEPT.stream()
                .flatMap(FrozenFormsTest::written)
                .filter(line -> !frozen.contains(line))
                .toList();
        if ("add".equals(System.getProperty("forms"))) {
            var source = Path.of("src/test/resources/forms-1.txt");
            var lines = Stream.concat(frozen.stream(), missing.stream())
                    .map(line -> line.type() + " " + line.form())
                    .toList();
            Files.write(source, lines);
        } else {
            assertThat(missing)
                    .as("add these with -Dforms=add, and raise Codec.FORMAT if old rows differ")
                    .isEmpty();
        }
    }

    private static Stream<Line> written(Class<?> type) {
        return Filled.cases(type).stream().map(value -> line(type, value));
    }

    private static <T> Line line(Class<T> type, Object value) {
        return new Line(type.getSimpleName(), Codec.write(type, type.cast(value)));
    }

    @Test
    void a_list_that_an_older_row_does_not_have_is_empty() {
        var heard = "{\"kind\":\"Acting\",\"words\":\"\",\"calls\":[]}";
        assertThat(Codec.read(Phase.class, 1, heard, "a row"))
                .isEqualTo(new Phase.Acting("", List.of(), List.of()));
    }

    @Test
    void what_is_empty_is_not_written() {
        var nothingHeard = new Phase.Acting("", List.of(), List.of());
        assertThat(Codec.write(Phase.class, nothingHeard))
                .isEqualTo("{\"kind\":\"Acting\",\"words\":\"\"}");
        unchanged(Phase.class, nothingHeard);
    }

    @Test
    void no_case_has_a_field_that_hides_its_kind() {
        for (var type : KEPT) {
            if (type.isSealed()) {
                assertThat(SealedForms.cases(type).stream()
                                .flatMap(one -> Stream.of(one.getRecordComponents()))
                                .map(component -> component.getName()))
                        .doesNotContain(SealedForms.KIND);
            }
        }
    }

    @Test
    void a_broken_row_is_named_without_showing_what_is_in_it() {
        assertThatThrownBy(() -> Codec.read(Message.class, 1, "{\"secret\": hunter2", "message 3"))
                .hasMessageStartingWith("message 3 cannot be read as a Message.")
                .hasStackTraceContaining("Message")
                .hasMessageNotContaining("hunter2");
    }

    private static List<Line> frozen() throws IOException, URISyntaxException {
        var file = FrozenFormsTest.class.getResource("/forms-1.txt");
        var lines = Files.readAllLines(Path.of(Objects.requireNonNull(file).toURI()));
        return lines.stream().map(Line::parse).toList();
    }
}
