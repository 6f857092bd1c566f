package dev.countersign.agent.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "I take sk-hunter2hunter2hunter2 now.\n",
                "{\"password\": \"a hunter2 b\"}\n",
                "Bearer hunter2hunter2\n",
                "db_password = hunter2\nand more\n"
            })
    void a_secret_that_comes_piece_by_piece_is_shown_at_no_moment(String words) {
        var speech = new Speech();
        for (int i = 0; i < words.length(); i++) {
            speech.add(words.substring(i, i + 1));
            assertThat(speech.shown()).doesNotContain("hunter", "hunt");
        }
        assertThat(speech.shown()).contains("***");
    }

    @Test
    void words_are_shown_when_they_are_whole() {
        var speech = new Speech();
        speech.add("It is sca");
        assertThat(speech.shown()).isEqualTo("It is ");
        speech.add("led.\nWell");
        assertThat(speech.shown()).isEqualTo("It is scaled.\n");
    }
}
