package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import org.junit.jupiter.api.Nested;

import java.time.Duration;

/** Google's Gemini API, whole and as a stream. */
class GeminiTest {
    @Nested
    class Whole extends ModelContract {
        @Override
        protected StandIn open(Duration patience) {
            return new DirectStandIn(
                    DirectModel::gemini, new GeminiScript(), Delivery.WHOLE, KEY, patience);
        }

        /** Its arguments are an object, or an error of its own. */
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
                    DirectModel::gemini, new GeminiScript(), Delivery.STREAMED, KEY, patience);
        }

        /** Its arguments are an object, or an error of its own. */
        @Override
        protected boolean argumentsAreText() {
            return false;
        }
    }
}
