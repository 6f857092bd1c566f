package dev.countersign.channels.slack.outbound;

import dev.countersign.channels.Card;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settle;
import dev.countersign.channels.Questions;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.SlackReceipt;
import dev.countersign.channels.slack.api.SlackReceipt.Kind;
import dev.countersign.channels.slack.block.Page;
import dev.countersign.channels.slack.block.QuestionPages;
import dev.countersign.channels.slack.outbound.Posts.Label;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Closes a question on every message that showed it; where editing fails, a reply says it. */
final class Settles {
    private static final Logger LOG = LoggerFactory.getLogger(Settles.class);

    /** The message is as good as gone; nobody needs to be told there. */
    private static final Set<String> GONE = Set.of("message_not_found", "thread_not_found");

    private final Posts posts;
    private final QuestionPages pages;
    private final Questions questions;

    Settles(Posts posts, QuestionPages pages, Questions questions) {
        this.posts = posts;
        this.pages = pages;
        this.questions = questions;
    }

    SlackReceipt send(Settle settle, Sending sending) throws SlackFault {
        var about = SlackReceipt.version(settle.key(), settle.version());
        var page = page(settle);
        for (SlackReceipt reminder : SlackReceipt.among(sending.earlier(), Kind.REMINDER, about)) {
            remove(reminder);
        }
        var asks = asks(settle, sending, about);
        if (asks.isEmpty()) {
            return posts.post(Place.of(settle.to()), page, sending, new Label(Kind.SETTLED, about));
        }
        for (SlackReceipt ask : asks) {
            edit(ask, page, settle, sending);
        }
        return asks.getLast();
    }

    /** Also the one that Slack shows without having told us so, before the question ended. */
    private List<SlackReceipt> asks(Settle settle, Sending sending, String about)
            throws SlackFault {
        var noted = SlackReceipt.among(sending.earlier(), Kind.ASK, about);
        return noted.isEmpty()
                ? posts.unnoted(Place.of(settle.to()), new Label(Kind.ASK, about)).stream()
                        .toList()
                : noted;
    }

    /** Always from what is stored, never from what Slack sent back. */
    private Page page(Settle settle) {
        var shown = questions.find(settle.key()).filter(one -> one.version() == settle.version());
        Optional<Card> card = settle.settlement().ending() == Ending.SUPERSEDED
                ? Optional.empty()
                : shown.map(Shown::card);
        return pages.settled(card, settle.key(), settle.version(), settle.settlement());
    }

    private void edit(SlackReceipt ask, Page page, Settle settle, Sending sending)
            throws SlackFault {
        try {
            posts.messages().update(ask.channel(), ask.ts(), page.draft());
        } catch (SlackFault fault) {
            if (fault.passing()) {
                throw fault;
            }
            LOG.warn(
                    "slack would not edit the message of question {} ({}); replying in its thread",
                    settle.key(),
                    fault.code());
            reply(ask, page, settle, sending, GONE.contains(fault.code()));
        }
    }

    private void reply(SlackReceipt ask, Page page, Settle settle, Sending sending, boolean gone)
            throws SlackFault {
        var link = gone ? "" : link(ask);
        var to = Place.of(settle.to());
        var where = to.thread().isPresent() || gone
                ? to
                : Place.of(ask.channel(), Optional.of(ask.ts()));
        var said = link.isEmpty() ? page : page.and(QuestionPages.link(link));
        posts.post(where, said, sending, new Label(Kind.SETTLED, ask.about()));
    }

    private String link(SlackReceipt ask) throws SlackFault {
        try {
            return posts.messages().permalink(ask.channel(), ask.ts());
        } catch (SlackFault fault) {
            if (fault.passing()) {
                throw fault;
            }
            return "";
        }
    }

    private void remove(SlackReceipt reminder) throws SlackFault {
        try {
            posts.messages().delete(reminder.channel(), reminder.ts());
        } catch (SlackFault fault) {
            if (fault.passing()) {
                throw fault;
            }
            LOG.info("slack kept a reminder ({}); its button answers how it ended", fault.code());
        }
    }
}
