package dev.countersign.channels.slack.outbound;

import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Progress;
import dev.countersign.channels.Outbound.Settle;
import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Tone;
import dev.countersign.channels.Outbound.Whisper;
import dev.countersign.channels.Questions;
import dev.countersign.channels.slack.api.Messages;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.SlackReceipt;
import dev.countersign.channels.slack.api.SlackReceipt.Kind;
import dev.countersign.channels.slack.api.Uploads;
import dev.countersign.channels.slack.block.QuestionPages;
import dev.countersign.channels.slack.block.RunPage;
import dev.countersign.channels.slack.desk.SlackDesk;
import dev.countersign.channels.slack.desk.SlackDesk.Mood;
import dev.countersign.channels.slack.desk.SlackDesk.RunView;
import dev.countersign.channels.slack.outbound.Posts.Label;

import java.util.List;
import java.util.Optional;

/** Sends each kind of message its way. */
public final class Sender {
    private final Posts posts;
    private final Asks asks;
    private final Settles settles;
    private final Tells tells;
    private final RunCards cards;
    private final SlackDesk desk;

    /** What is sent with. */
    public record Tools(Messages messages, Uploads uploads, QuestionPages pages, RunCards cards) {}

    public Sender(Tools tools, Questions questions, SlackDesk desk) {
        this.posts = new Posts(tools.messages());
        this.asks = new Asks(posts, tools.uploads(), tools.pages(), desk);
        this.settles = new Settles(posts, tools.pages(), questions);
        this.tells = new Tells(posts, tools.uploads());
        this.cards = tools.cards();
        this.desk = desk;
    }

    public SlackReceipt send(Outbound message, Sending sending) throws SlackFault {
        return switch (message) {
            case Tell tell -> tell(tell, sending);
            case Ask ask -> asks.send(ask, sending);
            case Settle settle -> settles.send(settle, sending);
            case Whisper whisper -> tells.whisper(whisper, sending);
            case Progress progress -> progress(progress, sending);
        };
    }

    private SlackReceipt tell(Tell tell, Sending sending) throws SlackFault {
        var receipt = tells.send(tell, sending);
        if (tell.tone() != Tone.NOTICE) {
            SlackReceipt.among(sending.earlier(), Kind.CARD, tell.run())
                    .forEach(card -> cards.show(card, "", true));
        }
        return receipt;
    }

    private SlackReceipt progress(Progress progress, Sending sending) throws SlackFault {
        var there = SlackReceipt.among(sending.earlier(), Kind.CARD, progress.run());
        if (!there.isEmpty()) {
            cards.show(there.getLast(), progress.text(), false);
            return there.getLast();
        }
        var run = desk.run(progress.run()).orElseGet(() -> bare(progress));
        var page = RunPage.of(run, progress.text());
        var to = Place.of(progress.to());
        var card = posts.post(to, page, sending, new Label(Kind.CARD, progress.run()));
        cards.posted(card);
        return card;
    }

    private static RunView bare(Progress progress) {
        return new RunView(
                progress.run(),
                "agent",
                progress.text(),
                Mood.WORKING,
                List.of(),
                Optional.empty(),
                "",
                Optional.of(progress.to()));
    }
}
