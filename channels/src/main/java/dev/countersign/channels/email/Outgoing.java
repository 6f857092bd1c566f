package dev.countersign.channels.email;

import dev.countersign.channels.Card;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.Receipt;
import dev.countersign.channels.email.letter.Access;
import dev.countersign.channels.email.letter.Letter;
import dev.countersign.channels.email.letter.Letters;
import dev.countersign.channels.email.letter.Moments;
import dev.countersign.channels.email.letter.Visible;
import dev.countersign.channels.email.smtp.Post;
import dev.countersign.channels.email.ticket.Stub;
import dev.countersign.channels.email.ticket.Stub.Matter;
import dev.countersign.channels.email.ticket.Tickets;
import dev.countersign.channels.email.ticket.Tickets.Holder;
import dev.countersign.channels.email.ticket.Tickets.Issued;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what the core says into mails: the letter, its tickets and its place in a thread. */
final class Outgoing {
    private static final String PLAIN_SUBJECT = "Countersign";
    private static final int MOST_EARLIER = 10;
    private static final Duration DISOWNED_WITHIN = Duration.ofDays(7);

    private final EmailSettings settings;
    private final EmailPorts ports;
    private final Tickets tickets;

    Outgoing(EmailSettings settings, EmailPorts ports, Tickets tickets) {
        this.settings = settings;
        this.ports = ports;
        this.tickets = tickets;
    }

    Post ask(Outbound.Ask ask, String address, Sending sending) {
        var subject = subject(ask.card(), ask.key());
        var matter = matter(ask.to().place(), ask.key(), ask.version(), subject, address);
        if (ask.addressee().isEmpty()) {
            var letter = Letters.ask(ask, looking(address), now(), subject);
            return plain(sending, address, matter.root(), letter);
        }
        var holder = new Holder(ask.addressee().get(), address);
        var issued = tickets.issue(name(sending), matter, holder, now(), ask.expires());
        return withTickets(sending, issued, Letters.ask(ask, access(issued), now(), subject));
    }

    private String subject(Card card, QuestionKey key) {
        return Letters.subject(card, key.value(), ports.subjects().of(key));
    }

    Post settle(Outbound.Settle settle, String address, Sending sending) {
        var shown = ports.questions().find(settle.key());
        var title = shown.map(s -> s.card().title()).orElse("Question " + settle.key());
        var subject = shown.map(s -> subject(s.card(), settle.key()))
                .orElse(PLAIN_SUBJECT + ": question " + settle.key());
        var access = decidedBy(settle, address)
                .map(person -> disowning(settle, new Holder(person, address), subject, sending))
                .orElseGet(() -> looking(address));
        return plain(
                sending,
                address,
                root(settle.key(), address),
                Letters.settle(title, settle, access, subject));
    }

    /** Who this mail goes to, if the decision is in their name. */
    private Optional<String> decidedBy(Outbound.Settle settle, String address) {
        return ports.people()
                .at(address)
                .filter(person -> settle.settlement().by().equals(Optional.of(person)));
    }

    /** A link that leads to the page on which a decision is disowned. */
    private Access disowning(
            Outbound.Settle settle, Holder holder, String subject, Sending sending) {
        var address = holder.address();
        var matter = matter(settle.to().place(), settle.key(), settle.version(), subject, address);
        var end = Optional.of(now().plus(DISOWNED_WITHIN));
        return access(tickets.issue(name(sending), matter, holder, now(), end));
    }

    /** An answer in the thread of the mail that asked; a reply to it goes on with the run. */
    Post tell(Outbound.Tell tell, String address, Sending sending) {
        var place = tell.to().place();
        var known = tickets.named(Places.stubName(place)).map(Stub::matter);
        var subject = known.map(Matter::subject).orElse(PLAIN_SUBJECT);
        var letter = Letters.tell(tell, subject, settings.baseUrl());
        if (known.isEmpty()) {
            return plain(sending, address, Places.messageId(place, settings.domain()), letter);
        }
        var person = ports.people().at(address).orElse("");
        var issued = tickets.issue(
                name(sending), known.get(), new Holder(person, address), now(), Optional.empty());
        return withTickets(sending, issued, letter);
    }

    Post whisper(Outbound.Whisper whisper, String address, Sending sending) {
        var place = whisper.to().place();
        var open = whisper.about().flatMap(ports.questions()::find);
        var person = ports.people().at(address);
        if (open.isPresent() && person.isPresent()) {
            var holder = new Holder(person.get(), address);
            return help(open.get(), holder, place, whisper.text(), sending);
        }
        var known = tickets.named(Places.stubName(place)).map(Stub::matter);
        var letter = Letters.whisper(
                whisper.text(),
                known.map(Matter::subject).orElse(PLAIN_SUBJECT),
                Access.none(settings.baseUrl()));
        var root = known.map(Matter::root).orElse(Places.messageId(place, settings.domain()));
        return plain(sending, address, root, letter);
    }

    /** A helpful mail about a question: what was not understood, and a link. */
    Post help(Shown shown, Holder holder, String place, String words, Sending sending) {
        var key = shown.key();
        var subject = subject(shown.card(), key);
        var matter = matter(place, key, shown.version(), subject, holder.address());
        if (shown.settled().isPresent()) {
            var closed = Letters.whisper(words, subject, Access.none(settings.baseUrl()));
            return plain(sending, holder.address(), matter.root(), closed);
        }
        var issued = tickets.issue(name(sending), matter, holder, now(), shown.expires());
        return withTickets(sending, issued, Letters.whisper(words, subject, access(issued)))
                .asAnswer();
    }

    private Access access(Issued issued) {
        return new Access(
                Optional.of(settings.baseUrl() + "/a/" + issued.link().secret()),
                Optional.of(issued.code()),
                settings.baseUrl(),
                new Moments(ports.people().zone(issued.stub().address())));
    }

    private Access looking(String address) {
        var times = new Moments(ports.people().zone(address));
        return new Access(Optional.empty(), Optional.empty(), settings.baseUrl(), times);
    }

    private Post withTickets(Sending sending, Issued issued, Letter letter) {
        var id = Places.messageId(sending, settings.domain());
        var references = new ArrayList<String>();
        // First, because some programs look at the last one only and many keep the first.
        references.add("<t." + issued.thread().secret() + "@" + settings.domain() + ">");
        references.addAll(thread(issued.stub().matter().root(), sending, id));
        return new Post(
                id,
                issued.stub().address(),
                settings.tagged("r", issued.reply().secret()),
                Optional.of(settings.tagged("b", issued.bounce().secret())),
                Optional.of(before(issued.stub().matter().root(), sending)),
                references,
                letter);
    }

    private Post plain(Sending sending, String address, String root, Letter letter) {
        var id = Places.messageId(sending, settings.domain());
        return new Post(
                id,
                address,
                settings.address(),
                Optional.empty(),
                Optional.of(before(root, sending)),
                thread(root, sending, id),
                letter);
    }

    /** The root, what was sent before, and this mail itself, because some relays rename it. */
    private static List<String> thread(String root, Sending sending, String id) {
        var ids = new ArrayList<String>();
        ids.add(root);
        var earlier = sending.earlier();
        earlier.subList(Math.max(0, earlier.size() - MOST_EARLIER), earlier.size()).stream()
                .map(Receipt::value)
                .filter(value -> value.startsWith("<") && !ids.contains(value))
                .forEach(ids::add);
        if (!ids.contains(id)) {
            ids.add(id);
        }
        return ids;
    }

    private static String before(String root, Sending sending) {
        return sending.earlier().isEmpty() ? root : sending.earlier().getLast().value();
    }

    private Matter matter(
            String place, QuestionKey key, int version, String subject, String address) {
        return new Matter(
                place, Optional.of(key), version, Visible.line(subject), root(key, address));
    }

    /** A made-up first mail, so that all mails about one question hang together. */
    private String root(QuestionKey key, String address) {
        return Places.messageId("question|" + key + "|" + address, settings.domain());
    }

    private static String name(Sending sending) {
        return sending.id().channel() + "/" + sending.id().id();
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
