package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.ModelCheck;
import dev.countersign.agent.model.Scene;
import dev.countersign.agent.model.StandIn;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.ProviderSettings.Key;
import dev.countersign.agent.model.wire.ProviderSettings.Route;
import dev.countersign.agent.model.wire.ProviderSettings.Tuning;
import dev.countersign.agent.model.wire.WireServer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A model of ours and a server that answers it as OpenAI would. */
final class OpenAiStandIn implements StandIn {
    private final WireServer server;
    private final OpenAiModel model;

    OpenAiStandIn(Delivery delivery, String key, Duration patience) {
        this(new OpenAiScript(), delivery, key, within(patience, Map.of()), OpenAiModel::open);
    }

    OpenAiStandIn(
            WireServer.Script script,
            Delivery delivery,
            String key,
            Route route,
            Function<ProviderSettings, OpenAiModel> kind) {
        server = new WireServer(script);
        model = kind.apply(new ProviderSettings(
                server.address() + "/v1/",
                "m",
                new Key("OPENAI_API_KEY", () -> key),
                Tuning.NONE,
                route,
                delivery));
    }

    static Route within(Duration patience, Map<String, String> query) {
        return new Route(patience, Optional.empty(), Optional.empty(), Map::of, query);
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
    public void next(Scene scene) {
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
