package dev.countersign.bot.http.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class CsvTest {
    @Test
    void what_would_break_a_row_is_quoted() {
        assertThat(Csv.row(List.of("a", "b,c", "say \"no\"", "two\nlines")))
                .isEqualTo("a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\"\r\n");
    }

    @Test
    void a_reason_is_never_calculated_by_a_spreadsheet() {
        assertThat(Csv.row(List.of("=HYPERLINK(1)", "-1", "@x", "+1")))
                .isEqualTo("'=HYPERLINK(1),'-1,'@x,'+1\r\n");
    }
}
