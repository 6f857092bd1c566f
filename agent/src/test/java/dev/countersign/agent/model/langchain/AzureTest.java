package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.WireServer;

import java.util.Map;

/** Azure OpenAI: the same chat API, with a version in the address and the key in a header. */
class AzureTest extends OpenAiContract {
    private static final String VERSION = "2024-10-21";

    AzureTest() {
        super(
                OpenAiModel::azure,
                azure(new OpenAiScript()),
                Delivery.STREAMED,
                Map.of("api-version", VERSION));
    }

    private static WireServer.Script azure(OpenAiScript openAi) {
        return (scene, path, request) -> {
            if (!path.matches("/v1/(chat/completions|models)\\?api-version=" + VERSION)) {
                throw new AssertionError("asked at " + path);
            }
            return openAi.answer(scene, path, request);
        };
    }
}
