package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.ChannelSpec;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@code ContactChannel}: the block under the channel's own word holds its place and its
 * settings. The words we ship are checked; another channel's block is taken as it is.
 */
final class ChannelReader {
    /** The key that holds the place, by the channel's word. */
    private static final Map<String, String> PLACES = Map.of(
            "slack", "channelOrUserID",
            "email", "address");

    private static final Map<String, List<String>> SETTINGS = Map.of(
            "slack",
                    List.of("contextAboutChannelOrUser", "contextAboutUser", "allowedResponderIDs"),
            "email", List.of("subject", "contextAboutUser"));

    private static final String OTHER_PLACE = "place";

    private ChannelReader() {}

    static Piece read(String name, Section spec, List<Check> checks) {
        var type = spec.needText("type");
        var placeKey = PLACES.getOrDefault(type, OTHER_PLACE);
        var needed = PLACES.containsKey(type);
        var block = needed && !type.isEmpty()
                ? Optional.of(spec.needSection(type))
                : spec.section(type);
        var place = block.map(
                        b -> needed ? b.needText(placeKey) : b.text(placeKey).orElse(""))
                .orElse("");
        var settings = new LinkedHashMap<String, String>();
        block.ifPresent(b -> settings.putAll(settings(type, placeKey, b)));
        check(type, placeKey, place, block);
        PLACES.keySet().stream().sorted().filter(word -> !word.equals(type)).forEach(word -> {
            if (spec.has(word)) {
                spec.warning(word, "The type is " + type + ", so this block is not used.");
            }
        });
        return new Piece.Channel(new ChannelSpec(name, type, place, settings));
    }

    private static Map<String, String> settings(String type, String placeKey, Section block) {
        if (SETTINGS.containsKey(type)) {
            SETTINGS.get(type).forEach(block::field);
            block.done();
        }
        return block.settings(Set.of(placeKey));
    }

    private static void check(String type, String key, String place, Optional<Section> block) {
        if (place.isEmpty() || block.isEmpty()) {
            return;
        }
        if ("slack".equals(type) && !place.matches("[CUGDW][A-Z0-9]+")) {
            block.get()
                    .error(
                            key,
                            "\"" + place + "\" is no Slack id. It starts with C, G, D, U or"
                                    + " W and is found at the end of the channel's or "
                                    + "person's details.");
        }
        if ("email".equals(type) && !place.matches("[^\\s@]+@[^\\s@]+")) {
            block.get().error(key, "\"" + place + "\" is no mail address.");
        }
    }
}
