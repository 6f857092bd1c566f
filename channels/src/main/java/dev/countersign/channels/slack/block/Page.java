package dev.countersign.channels.slack.block;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import dev.countersign.channels.slack.api.Messages.Draft;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.kit.BlockKitLimits;
import dev.countersign.channels.slack.kit.Kit;
import dev.countersign.channels.slack.kit.Wording;

import java.util.ArrayList;
import java.util.List;

/** A rendered message: its blocks, its text for the lock screen, whether it shows everything. */
public record Page(String text, List<JsonObject> blocks, boolean complete) {
    /** {@code chat.update} counts bytes and refuses above 4,000. */
    private static final int MOST_TEXT = 900;

    public Page {
        text = Wording.shortened(text, MOST_TEXT);
        blocks = List.copyOf(blocks);
    }

    /** Ready to send, or refused by our own check. */
    public Draft draft() throws SlackFault {
        JsonArray json = Kit.array(blocks);
        var problems = BlockKitLimits.ofMessage(json);
        if (!problems.isEmpty()) {
            throw SlackFault.ours("a message breaks Slack's limits: " + problems);
        }
        return new Draft(text, json.toString());
    }

    /** One sentence of ours that may hold foreign text. */
    public static Page sentence(String text) {
        var shown = Wording.shortened(text, BlockKitLimits.SECTION_TEXT);
        return new Page(Wording.escaped(text), List.of(Kit.section(Kit.plain(shown))), true);
    }

    public Page and(JsonObject block) {
        var more = new ArrayList<>(blocks);
        more.add(block);
        return new Page(text, more, complete);
    }
}
