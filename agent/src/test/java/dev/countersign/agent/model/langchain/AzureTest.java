package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.StandIn;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.WireServer;

import java.time.Duration;
import java.util.Map;

/** Azure OpenAI: the same chat API, with a version in the address and the key in a header. */
class AzureTest extends ModelContract {
    private static final String VERSION = "2024-10-21";

    @Override
    protected StandIn open(Duration patience) {
        var openAi = new OpenAiScript();
        WireServer.Script azure = (scene, path, request) -> {
            if (!path.matches("/v1/(chat/completions|models)\\?api-version=" + VERSION)) {
                throw new AssertionError("asked at " + path);
            }
            return openAi.answer(scene, path, request);
        };
        return new OpenAiStandIn(
                azure,
                Delivery.STREAMED,
                KEY,
                OpenAiStandIn.within(patience, Map.of("api-version", VERSION)),
                OpenAiModel::azure);
    }
}
