package dev.countersign.channels.slack.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Every number of Slack's table is refused one above and taken at it. */
class BlockKitLimitsTest {
    @Test
    void texts_are_taken_at_their_limit_and_refused_above_it() {
        around(150, n -> Kit.header("x".repeat(n)));
        around(3000, n -> Kit.section(Kit.plain("x".repeat(n))));
        around(75, n -> Kit.actions(List.of(Kit.button("a", "x".repeat(n), "v"))));
        around(2000, n -> Kit.actions(List.of(Kit.button("a", "b", "x".repeat(n)))));
        around(255, n -> Kit.actions(List.of(Kit.button("x".repeat(n), "b", "v"))));
        around(
                300,
                n -> Kit.actions(List.of(
                        Kit.confirming(Kit.button("a", "b", "v"), "t", "x".repeat(n), "y"))));
        around(25, n -> Kit.actions(Collections.nCopies(n, Kit.button("a", "b", "v"))));
    }

    @Test
    void empty_texts_are_refused() {
        assertThat(problems(Kit.header(""))).isNotEmpty();
        assertThat(problems(Kit.actions(List.of(Kit.button("a", "", "v"))))).isNotEmpty();
    }

    @Test
    void a_message_holds_fifty_blocks_and_ten_thousand_characters() {
        var block = Kit.section(Kit.plain("x".repeat(200)));
        assertThat(BlockKitLimits.ofMessage(Kit.array(Collections.nCopies(50, block))))
                .isEmpty();
        assertThat(BlockKitLimits.ofMessage(Kit.array(Collections.nCopies(51, block))))
                .isNotEmpty();
        var longer = Kit.section(Kit.plain("x".repeat(201)));
        assertThat(BlockKitLimits.ofMessage(Kit.array(Collections.nCopies(50, longer))))
                .isNotEmpty();
    }

    @Test
    void a_view_holds_a_hundred_blocks_short_titles_and_ten_check_boxes() {
        assertThat(BlockKitLimits.ofView(view(24, 100))).isEmpty();
        assertThat(BlockKitLimits.ofView(view(25, 100))).isNotEmpty();
        assertThat(BlockKitLimits.ofView(view(24, 101))).isNotEmpty();
        assertThat(BlockKitLimits.ofView(boxes(10))).isEmpty();
        assertThat(BlockKitLimits.ofView(boxes(11))).isNotEmpty();
        assertThat(BlockKitLimits.ofView(boxes(0))).isNotEmpty();
    }

    private static JsonObject view(int title, int blocks) {
        return Kit.modal("c", "x".repeat(title), "", Collections.nCopies(blocks, Kit.divider()));
    }

    private static JsonObject boxes(int count) {
        var option = new JsonObject();
        option.add("text", Kit.plain("one"));
        option.addProperty("value", "1");
        var boxes = Kit.typed("checkboxes");
        boxes.add("options", Kit.array(Collections.nCopies(count, option)));
        return Kit.modal("c", "t", "", List.of(Kit.input("b", "l", boxes, Optional.empty())));
    }

    private static void around(int most, IntFunction<JsonObject> block) {
        assertThat(problems(block.apply(most))).isEmpty();
        assertThat(problems(block.apply(most + 1))).isNotEmpty();
    }

    private static List<String> problems(JsonObject block) {
        return BlockKitLimits.ofMessage(Kit.array(List.of(block)));
    }
}
