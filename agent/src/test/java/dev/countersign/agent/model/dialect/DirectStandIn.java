package dev.countersign.agent.model.dialect;

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
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/** A model of ours and a server that answers it, and complains, as its provider would. */
final class DirectStandIn implements StandIn {
    static final Tuning TUNING = new Tuning(
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.9),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.of(40),
            OptionalInt.of(2000),
            OptionalInt.empty(),
            OptionalInt.of(16000));

    private final WireServer server;
    private final DirectModel model;

    DirectStandIn(
            Function<ProviderSettings, DirectModel> kind,
            WireServer.Script script,
            Delivery delivery,
            String key,
            Duration patience) {
        server = new WireServer(script);
        model = kind.apply(new ProviderSettings(
                server.address(),
                "m",
                new Key("THE_KEY", () -> key),
                TUNING,
                Route.USUAL.within(patience),
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
