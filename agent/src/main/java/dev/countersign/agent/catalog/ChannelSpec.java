package dev.countersign.agent.catalog;

import java.util.Map;

/**
 * A named way to people: the channel's word ({@code slack}, {@code email}, ...), the place in it,
 * and whatever else the channel understands.
 */
public record ChannelSpec(String name, String type, String place, Map<String, String> settings) {
    public ChannelSpec {
        settings = Map.copyOf(settings);
    }
}
