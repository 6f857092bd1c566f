package dev.countersign.channels.slack.outbound;

import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Whisper;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.SlackReceipt;
import dev.countersign.channels.slack.api.SlackReceipt.Kind;
import dev.countersign.channels.slack.api.Uploads;
import dev.countersign.channels.slack.api.Uploads.TextFile;
import dev.countersign.channels.slack.block.Page;
import dev.countersign.channels.slack.block.Prose;
import dev.countersign.channels.slack.outbound.Posts.Label;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what the run says, long answers as a file, and private sentences so that one reads them. */
final class Tells {
    private static final Logger LOG = LoggerFactory.getLogger(Tells.class);
    private static final Set<String> NOT_THERE =
            Set.of("user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived");

    private static final int REMEMBERED = 1000;

    private final Posts posts;
    private final Uploads uploads;
    private final Map<String, SlackReceipt> whispered = new LinkedHashMap<>();

    Tells(Posts posts, Uploads uploads) {
        this.posts = posts;
        this.uploads = uploads;
    }

    SlackReceipt send(Tell tell, Sending sending) throws SlackFault {
        var to = Place.of(tell.to());
        var label = new Label(Kind.TELL, tell.run());
        if (Prose.fits(tell) || file(tell, to, sending)) {
            return posts.post(to, Prose.of(tell), sending, label);
        }
        return posts.post(to, Prose.withoutFile(tell), sending, label);
    }

    private boolean file(Tell tell, Place to, Sending sending) throws SlackFault {
        var name = "answer-" + sending.id().id().replaceAll("\\W", "_") + ".txt";
        try {
            uploads.put(
                    to, new TextFile(name, "The whole text", tell.text()), Posts.repeated(sending));
            return true;
        } catch (SlackFault fault) {
            if (fault.passing()) {
                throw fault;
            }
            LOG.warn(
                    "slack took no file for run {} ({}); the message says that the rest is in the"
                            + " console",
                    tell.run(),
                    fault.getMessage());
            return false;
        }
    }

    /** Slack does not let us look for what one person saw, so a repeat is known from memory. */
    SlackReceipt whisper(Whisper whisper, Sending sending) throws SlackFault {
        var id = sending.id().id();
        synchronized (whispered) {
            if (whispered.containsKey(id)) {
                return whispered.get(id);
            }
        }
        var receipt = whispered(whisper, sending);
        synchronized (whispered) {
            whispered.put(id, receipt);
            if (whispered.size() > REMEMBERED) {
                whispered.remove(whispered.keySet().iterator().next());
            }
        }
        return receipt;
    }

    private SlackReceipt whispered(Whisper whisper, Sending sending) throws SlackFault {
        var to = Place.of(whisper.to());
        var page = Page.sentence(whisper.text());
        var about = whisper.about().map(key -> key.value()).orElse("");
        if (!Place.SLACK.equals(whisper.speaker().scheme()) || to.direct()) {
            return posts.post(to, page, sending, new Label(Kind.WHISPER, about));
        }
        return whisper(to, whisper.speaker().account(), page, sending, about);
    }

    private SlackReceipt whisper(Place to, String user, Page page, Sending sending, String about)
            throws SlackFault {
        try {
            var ts = posts.messages().whisper(to, user, page.draft());
            return new SlackReceipt(to.channel(), ts, Kind.WHISPER, about);
        } catch (SlackFault fault) {
            if (!NOT_THERE.contains(fault.code())) {
                throw fault;
            }
            var direct = Place.of(posts.messages().directChannel(user), Optional.empty());
            return posts.post(direct, page, sending, new Label(Kind.WHISPER, about));
        }
    }
}
