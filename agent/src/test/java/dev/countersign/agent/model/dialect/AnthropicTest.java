package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import org.junit.jupiter.api.Nested;

/** Anthropic's Messages API, whole and as a stream. */
class AnthropicTest {
    @Nested
    class Whole extends DialectContract {
        Whole() {
            super(DirectModel::anthropic, new AnthropicScript(), Delivery.WHOLE, Arguments.OBJECT);
        }
    }

    @Nested
    class Streamed extends DialectContract {
        Streamed() {
            super(DirectModel::anthropic, new AnthropicScript(), Delivery.STREAMED, Arguments.TEXT);
        }
    }
}
