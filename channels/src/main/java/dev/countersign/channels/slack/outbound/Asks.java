package dev.countersign.channels.slack.outbound;

import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.SlackReceipt;
import dev.countersign.channels.slack.api.Uploads;
import dev.countersign.channels.slack.api.Uploads.TextFile;
import dev.countersign.channels.slack.block.DetailsModal;
import dev.countersign.channels.slack.block.Page;
import dev.countersign.channels.slack.block.QuestionPages;
import dev.countersign.channels.slack.block.QuestionPages.Rest;
import dev.countersign.channels.slack.desk.SlackDesk;
import dev.countersign.channels.slack.outbound.Posts.Label;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a question: as a new message, a reminder, or a new count on the message there is. */
final class Asks {
    private static final Logger LOG = LoggerFactory.getLogger(Asks.class);

    private final Posts posts;
    private final Uploads uploads;
    private final QuestionPages pages;
    private final SlackDesk desk;

    Asks(Posts posts, Uploads uploads, QuestionPages pages, SlackDesk desk) {
        this.desk = desk;
        this.posts = posts;
        this.uploads = uploads;
        this.pages = pages;
    }

    SlackReceipt send(Ask ask, Sending sending) throws SlackFault {
        var to = Place.of(ask.to());
        var about = SlackReceipt.version(ask.key(), ask.version());
        var there = SlackReceipt.among(sending.earlier(), SlackReceipt.Kind.ASK, about);
        if (!there.isEmpty()) {
            return switch (ask.occasion()) {
                case REMINDER, ESCALATION, NEXT_STAGE -> again(ask, to, sending);
                case FIRST, NEW_VERSION, VOTE_COUNTED -> recount(ask, to, there.getLast());
            };
        }
        var page = page(ask, to, Posts.repeated(sending));
        return posts.post(to, page, sending, new Label(SlackReceipt.Kind.ASK, about));
    }

    private SlackReceipt again(Ask ask, Place to, Sending sending) throws SlackFault {
        var about = SlackReceipt.version(ask.key(), ask.version());
        return posts.post(
                to,
                pages.reminder(ask, desk.awaited(ask.key())),
                sending,
                new Label(SlackReceipt.Kind.REMINDER, about));
    }

    /** The same version once more is the same message with another count of votes. */
    private SlackReceipt recount(Ask ask, Place to, SlackReceipt there) throws SlackFault {
        posts.messages().update(there.channel(), there.ts(), page(ask, to, true).draft());
        return there;
    }

    private Page page(Ask ask, Place to, boolean again) throws SlackFault {
        var awaited = desk.awaited(ask.key());
        var page = pages.ask(ask, awaited, Rest.MODAL);
        if (page.complete() || ask.card().kind() != Kind.APPROVE || DetailsModal.fits(ask.card())) {
            return page;
        }
        return pages.ask(ask, awaited, file(ask, to, again) ? Rest.FILE : Rest.NOWHERE);
    }

    /** Whether all of it can be read in a file beside the question. */
    private boolean file(Ask ask, Place to, boolean again) throws SlackFault {
        var name = "question-" + ask.key().value().replaceAll("\\W", "_") + "-v" + ask.version();
        var file = new TextFile(name + ".txt", ask.card().title(), DetailsModal.text(ask.card()));
        try {
            uploads.put(to, file, again);
            return true;
        } catch (SlackFault fault) {
            if (fault.passing()) {
                throw fault;
            }
            LOG.warn(
                    "slack took no file for question {} ({}); it is asked without Approve, which"
                            + " the console still offers",
                    ask.key(),
                    fault.getMessage());
            return false;
        }
    }
}
