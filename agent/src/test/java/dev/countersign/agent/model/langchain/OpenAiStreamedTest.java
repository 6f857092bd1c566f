package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

/** OpenAI's chat API, as a stream of words. */
class OpenAiStreamedTest extends OpenAiContract {
    OpenAiStreamedTest() {
        super(Delivery.STREAMED);
    }
}
