package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.aws.Frames;
import dev.countersign.agent.model.wire.Asked;
import dev.countersign.agent.model.wire.ProviderSettings;
import dev.countersign.agent.model.wire.ProviderSettings.Delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How one provider wants to be asked, and how its answers are read. */
interface Dialect {
    String DATA = "data:";

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

    /** The headers that carry a key, or that a key signs. */
    Map<String, String> headers(String key, Asked asked);

    ObjectNode request(ProviderSettings settings, Prompt prompt);

    /** An ear for one answer. */
    Ear ear();

    /** Cuts a stream into its pieces; of events, and of lines of JSON, each stands in a line. */
    default void cut(InputStream body, Frames.Taker taker) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var piece = line.startsWith(DATA) ? line.substring(DATA.length()).strip() : line;
            if (piece.startsWith("{")) {
                taker.take(piece);
            }
        }
    }
}
