package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelCheck;
import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.langchain.OpenAiSettings.Delivery;
import dev.countersign.agent.model.langchain.OpenAiSettings.Key;
import dev.countersign.agent.model.langchain.OpenAiSettings.Tuning;

import java.time.Duration;
import java.util.List;

/** A model of ours and a server that answers it as OpenAI would. */
final class OpenAiStandIn implements ModelContract.StandIn {
    private final WireServer server = new WireServer(new OpenAiScript());
    private final OpenAiModel model;

    OpenAiStandIn(Delivery delivery, String key) {
        model = OpenAiModel.open(new OpenAiSettings(
                server.address() + "/v1/",
                "m",
                new Key("OPENAI_API_KEY", () -> key),
                Tuning.NONE,
                Duration.ofSeconds(2),
                delivery));
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public ModelCheck check() {
        return model;
    }

    @Override
    public void next(ModelContract.Scene scene) {
        server.next(scene);
    }

    @Override
    public List<String> requests() {
        return server.requests();
    }

    @Override
    public void close() {
        server.close();
    }
}
