package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.langchain.OpenAiSettings.Delivery;

/** OpenAI's chat API, one answer at a time. */
class OpenAiWholeTest extends ModelContract {
    @Override
    protected StandIn open() {
        return new OpenAiStandIn(Delivery.WHOLE, KEY);
    }
}
