package dev.countersign.agent.model.langchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.langchain.OpenAiSettings.Delivery;
import dev.countersign.agent.model.langchain.OpenAiSettings.Key;
import dev.countersign.agent.model.langchain.OpenAiSettings.Tuning;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Settings that cannot work are refused where they are made. */
class OpenAiSettingsTest {
    private static final Prompt NOTHING = new Prompt("", List.of(), List.of(), words -> {});
    private static final Key KEY = new Key("OPENAI_API_KEY", () -> "sk-secret");

    @Test
    void the_defaults_are_openai_streamed_and_two_minutes() {
        var settings = OpenAiSettings.of(Optional.empty(), "gpt-4o", KEY);

        assertThat(settings.baseUrl()).isEqualTo("https://api.openai.com/v1");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(settings.delivery()).isEqualTo(Delivery.STREAMED);
        assertThat(settings.tuning()).isEqualTo(Tuning.NONE);
    }

    @Test
    void a_key_prints_as_dots() {
        assertThat(OpenAiSettings.of(Optional.empty(), "gpt-4o", KEY).toString())
                .contains("OPENAI_API_KEY")
                .doesNotContain("sk-secret");
    }

    @Test
    void what_cannot_work_is_refused() {
        assertThatThrownBy(() -> OpenAiSettings.of(Optional.of("ftp://x"), "m", KEY))
                .hasMessageContaining("no http or https address");
        assertThatThrownBy(() -> OpenAiSettings.of(Optional.empty(), " ", KEY))
                .hasMessageContaining("no name");
        assertThatThrownBy(() -> tuning(3, 10)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> tuning(Double.NaN, 10)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> tuning(1, 0)).hasMessageContaining("maxTokens");
    }

    @Test
    void a_key_that_is_not_set_is_a_status_and_not_a_failed_start() {
        var model = OpenAiModel.open(
                OpenAiSettings.of(Optional.empty(), "gpt-4o", new Key("OPENAI_API_KEY", () -> "")));

        assertThat(model.check().ready()).isFalse();
        assertThat(model.check().detail()).contains("OPENAI_API_KEY is empty or not set");
    }

    @Test
    void a_key_that_cannot_be_read_is_a_status_too() {
        var key = new Key("file key.txt", () -> {
            throw new IllegalStateException("no such file");
        });
        var model = OpenAiModel.open(OpenAiSettings.of(Optional.empty(), "gpt-4o", key));

        assertThat(model.check().ready()).isFalse();
        assertThat(model.check().detail()).contains("file key.txt cannot be read");
        assertThatThrownBy(() -> model.think(NOTHING))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("file key.txt cannot be read");
    }

    private static Tuning tuning(double temperature, int tokens) {
        return new Tuning(
                OptionalDouble.of(temperature),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.of(tokens));
    }
}
