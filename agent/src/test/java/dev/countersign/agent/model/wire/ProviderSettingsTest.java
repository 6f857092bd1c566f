package dev.countersign.agent.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.langchain.OpenAiModel;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.ProviderSettings.Key;
import dev.countersign.agent.model.wire.ProviderSettings.Route;
import dev.countersign.agent.model.wire.ProviderSettings.Tuning;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Settings that cannot work are refused where they are made. */
class ProviderSettingsTest {
    private static final Prompt NOTHING = new Prompt("", List.of(), List.of(), words -> {});
    private static final Key KEY = new Key("OPENAI_API_KEY", () -> "sk-secret");

    @Test
    void the_defaults_are_a_stream_and_two_minutes() {
        var settings = ProviderSettings.of(OpenAiModel.OPENAI, "gpt-4o", KEY);

        assertThat(settings.route().timeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(settings.delivery()).isEqualTo(Delivery.STREAMED);
        assertThat(settings.tuning()).isEqualTo(Tuning.NONE);
    }

    @Test
    void a_key_prints_as_dots() {
        assertThat(ProviderSettings.of(OpenAiModel.OPENAI, "gpt-4o", KEY).toString())
                .contains("OPENAI_API_KEY")
                .doesNotContain("sk-secret");
    }

    @Test
    void what_cannot_work_is_refused() {
        assertThatThrownBy(() -> ProviderSettings.of("ftp://x", "m", KEY))
                .hasMessageContaining("no http or https address");
        assertThatThrownBy(() -> ProviderSettings.of(OpenAiModel.OPENAI, " ", KEY))
                .hasMessageContaining("no name");
        assertThatThrownBy(() -> Route.USUAL.within(Duration.ZERO)).hasMessageContaining("timeout");
        assertThatThrownBy(() -> proxy("http://proxy")).hasMessageContaining("http://HOST:PORT");
        assertThatThrownBy(() -> tuning(3, 10)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> tuning(Double.NaN, 10)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> tuning(1, 0)).hasMessageContaining("maxTokens");
    }

    @Test
    void a_key_that_is_not_set_is_a_status_and_not_a_failed_start() {
        var model = OpenAiModel.open(ProviderSettings.of(
                OpenAiModel.OPENAI, "gpt-4o", new Key("OPENAI_API_KEY", () -> "")));

        assertThat(model.check().ready()).isFalse();
        assertThat(model.check().detail()).contains("OPENAI_API_KEY is empty or not set");
    }

    @Test
    void a_key_that_cannot_be_read_is_a_status_too() {
        var key = new Key("file key.txt", () -> {
            throw new IllegalStateException("no such file");
        });
        var model = OpenAiModel.open(ProviderSettings.of(OpenAiModel.OPENAI, "gpt-4o", key));

        assertThat(model.check().ready()).isFalse();
        assertThat(model.check().detail()).contains("file key.txt cannot be read");
        assertThatThrownBy(() -> model.think(NOTHING))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("file key.txt cannot be read");
    }

    private static Route proxy(String address) {
        return new Route(
                Duration.ofSeconds(1),
                Optional.of(URI.create(address)),
                Optional.empty(),
                Map::of,
                Map.of());
    }

    private static Tuning tuning(double temperature, int tokens) {
        return new Tuning(
                OptionalDouble.of(temperature),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.of(tokens),
                OptionalInt.empty(),
                OptionalInt.empty());
    }
}
