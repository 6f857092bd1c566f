package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.langchain.OpenAiSettings.Delivery;

/** OpenAI's chat API, as a stream of words. */
class OpenAiStreamedTest extends ModelContract {
    @Override
    protected StandIn open() {
        return new OpenAiStandIn(Delivery.STREAMED, KEY);
    }
}
