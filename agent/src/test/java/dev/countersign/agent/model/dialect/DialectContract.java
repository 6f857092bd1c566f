package dev.countersign.agent.model.dialect;

import dev.countersign.agent.model.ModelContract;
import dev.countersign.agent.model.StandIn;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;
import dev.countersign.agent.model.wire.ProviderSettings.Key;
import dev.countersign.agent.model.wire.ProviderSettings.Route;
import dev.countersign.agent.model.wire.ProviderSettings.Tuning;
import dev.countersign.agent.model.wire.WireServer;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/** What every model behind a wire must do, for one that is spoken to in its own dialect. */
abstract class DialectContract extends ModelContract {
    static final Tuning TUNING = new Tuning(
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.9),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.of(40),
            OptionalInt.of(2000),
            OptionalInt.empty(),
            OptionalInt.of(16000));

    private final Function<ProviderSettings, DirectModel> kind;
    private final WireServer.Script script;
    private final Delivery delivery;
    private final Arguments arguments;

    /** What the arguments of a call are on the wire. */
    enum Arguments {
        /** Text, which may be no JSON. */
        TEXT,
        /** An object: what is none breaks the whole document, or the provider itself gives up. */
        OBJECT
    }

    DialectContract(
            Function<ProviderSettings, DirectModel> kind,
            WireServer.Script script,
            Delivery delivery,
            Arguments arguments) {
        this.kind = kind;
        this.script = script;
        this.delivery = delivery;
        this.arguments = arguments;
    }

    @Override
    protected final StandIn open(Duration patience) {
        var server = new WireServer(script);
        return StandIn.of(
                server,
                kind.apply(new ProviderSettings(
                        server.address(),
                        "m",
                        new Key("THE_KEY", () -> KEY),
                        TUNING,
                        Route.USUAL.within(patience),
                        delivery)));
    }

    @Override
    protected final boolean argumentsAreText() {
        return arguments == Arguments.TEXT;
    }
}
