package dev.countersign.agent.model;

import java.util.List;

/** A little server that answers as a provider does, and the model that talks to it. */
public interface StandIn extends AutoCloseable {
    Model model();

    ModelCheck check();

    void next(Scene scene);

    /** What the model was asked, in order. */
    List<String> requests();

    @Override
    void close();
}
