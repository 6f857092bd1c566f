package dev.countersign.agent.model;

import dev.countersign.agent.model.wire.WireServer;

import java.util.List;

/** A model, and the little server that answers it, and complains, as its provider would. */
public record StandIn(WireServer server, Model model, ModelCheck check) implements AutoCloseable {
    public static <M extends Model & ModelCheck> StandIn of(WireServer server, M model) {
        return new StandIn(server, model, model);
    }

    void next(Scene scene) {
        server.next(scene);
    }

    /** What the model was asked, in order. */
    List<String> requests() {
        return server.requests();
    }

    @Override
    public void close() {
        server.close();
    }
}
