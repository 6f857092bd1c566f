package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

/** OpenAI's chat API, one answer at a time. */
class OpenAiWholeTest extends OpenAiContract {
    OpenAiWholeTest() {
        super(Delivery.WHOLE);
    }
}
