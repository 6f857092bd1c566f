package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.StandIn;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import java.time.Duration;

/** OpenAI's chat API, one answer at a time. */
class OpenAiWholeTest extends ModelContract {
    @Override
    protected StandIn open(Duration patience) {
        return new OpenAiStandIn(Delivery.WHOLE, KEY, patience);
    }
}
