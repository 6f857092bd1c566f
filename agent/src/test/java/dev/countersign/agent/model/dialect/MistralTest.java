package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import org.junit.jupiter.api.Nested;

import java.time.Duration;

/** Mistral's chat API, whole and as a stream. */
class MistralTest {
    @Nested
    class Whole extends ModelContract {
        @Override
        protected StandIn open(Duration patience) {
            return new DirectStandIn(
                    DirectModel::mistral, new MistralScript(), Delivery.WHOLE, KEY, patience);
        }
    }

    @Nested
    class Streamed extends ModelContract {
        @Override
        protected StandIn open(Duration patience) {
            return new DirectStandIn(
                    DirectModel::mistral, new MistralScript(), Delivery.STREAMED, KEY, patience);
        }
    }
}
