package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import org.junit.jupiter.api.Nested;

/** Bedrock's Converse API, whole and as a stream. */
class BedrockTest {
    @Nested
    class Whole extends DialectContract {
        Whole() {
            super(DirectModel::bedrock, new BedrockScript(), Delivery.WHOLE, Arguments.OBJECT);
        }
    }

    @Nested
    class Streamed extends DialectContract {
        Streamed() {
            super(DirectModel::bedrock, new BedrockScript(), Delivery.STREAMED, Arguments.TEXT);
        }
    }
}
