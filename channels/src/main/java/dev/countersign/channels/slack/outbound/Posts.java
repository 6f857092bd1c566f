package dev.countersign.channels.slack.outbound;

import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.slack.api.Messages;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.SlackReceipt;
import dev.countersign.channels.slack.api.SlackReceipt.Kind;
import dev.countersign.channels.slack.block.Page;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** Posts a message once: a repeated try looks first whether the one before it arrived. */
final class Posts {
    private static final Logger LOG = LoggerFactory.getLogger(Posts.class);

    private static final int FIRST_TRY = 1;

    private final Messages messages;

    Posts(Messages messages) {
        this.messages = messages;
    }

    Messages messages() {
        return messages;
    }

    /** Whether a try before this one may have arrived. */
    static boolean repeated(Sending sending) {
        return sending.tries() > FIRST_TRY;
    }

    /** What a message is, and about what. */
    record Label(Kind kind, String about) {
        /** As it is kept with the message in Slack. */
        String mark() {
            return SlackReceipt.mark(kind, about);
        }
    }

    SlackReceipt post(Place to, Page page, Sending sending, Label label) throws SlackFault {
        var id = sending.id().id();
        if (sending.tries() > FIRST_TRY) {
            var found = find(to, id);
            if (found.isPresent()) {
                return new SlackReceipt(to.channel(), found.get(), label.kind(), label.about());
            }
        }
        var ts = messages.post(to, page.draft(), id, label.mark());
        return new SlackReceipt(to.channel(), ts, label.kind(), label.about());
    }

    /** Without the right to read we cannot know; a second message is the lesser evil. */
    private Optional<String> find(Place to, String id) throws SlackFault {
        return readable(() -> messages.find(to, id), id + " may have arrived and");
    }

    /** A message that is there though nobody could note that it arrived. */
    Optional<SlackReceipt> unnoted(Place to, Label label) throws SlackFault {
        var mark = label.mark();
        return readable(() -> messages.labelled(to, mark), mark + " was not noted and")
                .map(ts -> new SlackReceipt(to.channel(), ts, label.kind(), label.about()));
    }

    @FunctionalInterface
    private interface Search {
        Optional<String> look() throws SlackFault;
    }

    private static Optional<String> readable(Search search, String what) throws SlackFault {
        try {
            return search.look();
        } catch (SlackFault fault) {
            if (fault.passing()) {
                throw fault;
            }
            LOG.warn(
                    "slack message {} cannot be looked for ({}); posting another, which may show"
                            + " it twice",
                    what,
                    fault.code());
            return Optional.empty();
        }
    }
}
