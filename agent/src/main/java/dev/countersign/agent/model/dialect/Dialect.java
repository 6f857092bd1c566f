package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import java.util.Map;

/** How one provider wants to be asked, and how its answers are read. */
interface Dialect {
    /** The provider, as people call it. */
    String provider();

    /** Where its models are asked, below the base address. */
    String path(String model, Delivery delivery);

    /** Where it lists its models. */
    default String listing(String baseUrl) {
        return baseUrl + "/models";
    }

    /** Whether it is of no use without a key. */
    default boolean needsKey() {
        return true;
    }

    Map<String, String> headers(String key);

    ObjectNode request(ProviderSettings settings, Prompt prompt);

    /** An ear for one answer. */
    Ear ear();
}
