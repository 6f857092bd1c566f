package dev.countersign.agent.model.langchain;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.StandIn;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.ProviderSettings.Key;
import dev.countersign.agent.model.wire.ProviderSettings.Route;
import dev.countersign.agent.model.wire.ProviderSettings.Tuning;
import dev.countersign.agent.model.wire.WireServer;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What every model must do, for one that is spoken to by OpenAI's chat API. */
abstract class OpenAiContract extends ModelContract {
    private final Function<ProviderSettings, OpenAiModel> kind;
    private final WireServer.Script script;
    private final Delivery delivery;
    private final Map<String, String> query;

    OpenAiContract(Delivery delivery) {
        this(OpenAiModel::open, new OpenAiScript(), delivery, Map.of());
    }

    OpenAiContract(
            Function<ProviderSettings, OpenAiModel> kind,
            WireServer.Script script,
            Delivery delivery,
            Map<String, String> query) {
        this.kind = kind;
        this.script = script;
        this.delivery = delivery;
        this.query = query;
    }

    @Override
    protected final StandIn open(Duration patience) {
        var server = new WireServer(script);
        return StandIn.of(
                server,
                kind.apply(new ProviderSettings(
                        server.address() + "/v1/",
                        "m",
                        new Key("OPENAI_API_KEY", () -> KEY),
                        Tuning.NONE,
                        new Route(patience, Optional.empty(), Optional.empty(), Map::of, query),
                        delivery)));
    }
}
