package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import org.junit.jupiter.api.Nested;

import java.time.Duration;

/** Anthropic's Messages API, whole and as a stream. */
class AnthropicTest {
    @Nested
    class Whole extends ModelContract {
        @Override
        protected StandIn open(Duration patience) {
            return new DirectStandIn(
                    DirectModel::anthropic, new AnthropicScript(), Delivery.WHOLE, KEY, patience);
        }

        /** What is no object breaks the whole document. */
        @Override
        protected boolean argumentsAreText() {
            return false;
        }
    }

    @Nested
    class Streamed extends ModelContract {
        @Override
        protected StandIn open(Duration patience) {
            return new DirectStandIn(
                    DirectModel::anthropic,
                    new AnthropicScript(),
                    Delivery.STREAMED,
                    KEY,
                    patience);
        }
    }
}
