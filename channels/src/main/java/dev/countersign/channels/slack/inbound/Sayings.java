package dev.countersign.channels.slack.inbound;

import com.slack.api.model.event.AppMentionEvent;
import com.slack.api.model.event.MessageEvent;

import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound.Said;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.inbound.Members.Standing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** Messages to us: mentions, direct messages, and replies in threads where a run lives. */
final class Sayings {
    private static final Logger LOG = LoggerFactory.getLogger(Sayings.class);

    private static final String SHARED = "This channel is shared with another organisation, so I"
            + " do not work here. Use a channel of your own workspace.";

    private final Front front;

    Sayings(Front front) {
        this.front = front;
    }

    private record Line(String team, String user, Place place, String ts, String text) {}

    void mention(AppMentionEvent event, String team, boolean shared) throws SlackFault {
        if (event.getBotId() != null || event.getUser() == null) {
            return;
        }
        var thread = Optional.ofNullable(event.getThreadTs()).orElse(event.getTs());
        var place = event.getChannel().startsWith("D") && event.getThreadTs() == null
                ? Place.of(event.getChannel(), Optional.empty())
                : Place.of(event.getChannel(), Optional.of(thread));
        var home = Optional.ofNullable(event.getUserTeam()).orElse(team);
        var text = Optional.ofNullable(event.getText()).orElse("");
        hear(new Line(home, event.getUser(), place, event.getTs(), text), shared);
    }

    void message(MessageEvent event, String team, boolean shared) throws SlackFault {
        if (event.getBotId() != null || event.getUser() == null || event.getText() == null) {
            return;
        }
        var thread = Optional.ofNullable(event.getThreadTs());
        var place = Place.of(event.getChannel(), thread);
        var mine = "<@" + front.workspace().self().user() + ">";
        var direct = "im".equals(event.getChannelType());
        var meant = direct
                || !event.getText().contains(mine)
                        && thread.isPresent()
                        && front.desk().knows(place.conversation());
        if (meant) {
            var home = Optional.ofNullable(event.getTeam()).orElse(team);
            hear(new Line(home, event.getUser(), place, event.getTs(), event.getText()), shared);
        }
    }

    private void hear(Line line, boolean shared) throws SlackFault {
        if (shared) {
            front.aside().whisper(line.place(), line.user(), SHARED);
            return;
        }
        switch (front.members().look(line.user(), line.team())) {
            case Standing.Member member -> heard(line, member.speaker());
            case Standing.Stranger stranger ->
                front.aside().whisper(line.place(), line.user(), stranger.sentence());
        }
    }

    private void heard(Line line, Speaker speaker) throws SlackFault {
        var text = Spoken.plain(line.text(), front.workspace().self().user());
        var where = line.place().conversation();
        var answer = front.desk().command(speaker, where, text);
        if (answer.isPresent()) {
            front.aside().whisper(line.place(), line.user(), answer.get());
            return;
        }
        var said = new Said(delivery(line), speaker, where, text, front.agent(), Optional.empty());
        var question = waitingFor(line.place());
        if (question.isPresent() && ReplyOffer.fits(text)) {
            offer(line, said, question.get());
            return;
        }
        keep(said);
        front.aside().seen(line.place().channel(), line.ts());
    }

    private void keep(Said said) {
        front.inbox().accept(said);
        LOG.info(
                "slack message {} in {} is kept",
                said.delivery().id(),
                said.where().place());
    }

    /** Both events of one mention have different ids but the same message. */
    private static DeliveryId delivery(Line line) {
        var id = line.team() + "/" + line.place().channel() + "/" + line.ts();
        return new DeliveryId(Place.SLACK, id);
    }

    /** Exactly one open question that one free text answers. */
    private Optional<Shown> waitingFor(Place place) {
        var open = front.desk().openIn(place.conversation());
        return open.size() == 1
                        && open.getFirst().card().kind() == Kind.ASK
                        && open.getFirst().card().prompts().size() == 1
                ? Optional.of(open.getFirst())
                : Optional.empty();
    }

    /** A reply is never taken for an answer without being asked; who cannot be asked has spoken. */
    private void offer(Line line, Said said, Shown question) {
        var offer = new ReplyOffer(front.seal()).of(question, said.text(), line.ts());
        front.aside()
                .later(
                        "the question whether a reply is an answer",
                        () -> front.aside()
                                .messages()
                                .whisper(line.place(), line.user(), offer.draft()),
                        () -> keep(said));
    }
}
