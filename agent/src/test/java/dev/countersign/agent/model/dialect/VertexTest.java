package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import java.time.Duration;

/** Gemini in Vertex AI: the same API, with an access token. */
class VertexTest extends ModelContract {
    @Override
    protected StandIn open(Duration patience) {
        return new DirectStandIn(
                DirectModel::vertex, new GeminiScript(), Delivery.STREAMED, KEY, patience);
    }

    /** Its arguments are an object, or an error of its own. */
    @Override
    protected boolean argumentsAreText() {
        return false;
    }
}
