package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import java.time.Duration;

/** Bedrock's Converse API. */
class BedrockTest extends ModelContract {
    @Override
    protected StandIn open(Duration patience) {
        return new DirectStandIn(
                DirectModel::bedrock, new BedrockScript(), Delivery.STREAMED, KEY, patience);
    }

    /** Its arguments are an object; what is none breaks the whole document. */
    @Override
    protected boolean argumentsAreText() {
        return false;
    }
}
