package dev.countersign.channels.email;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound.Said;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.email.letter.Letters;
import dev.countersign.channels.email.letter.Moments;
import dev.countersign.channels.email.mime.Mail;
import dev.countersign.channels.email.mime.Mail.Kind;
import dev.countersign.channels.email.mime.Mail.Vouched;
import dev.countersign.channels.email.reply.Reply;
import dev.countersign.channels.email.reply.Reply.Shape;
import dev.countersign.channels.email.reply.ReplyParser;
import dev.countersign.channels.email.ticket.Stub;
import dev.countersign.channels.email.ticket.Stub.Matter;
import dev.countersign.channels.email.ticket.Tickets;
import dev.countersign.channels.email.ticket.Tickets.Found;
import dev.countersign.channels.email.ticket.Tickets.Holder;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a mail as what it means to us. Four things must agree before a reply is reported as one:
 * the ticket in its address, the single From, what the mail host vouches for, and its shape.
 */
final class Incoming {
    private final EmailSettings settings;
    private final EmailPorts ports;
    private final Tickets tickets;
    private final Postmarks postmarks;

    Incoming(EmailSettings settings, EmailPorts ports, Tickets tickets) {
        this.settings = settings;
        this.ports = ports;
        this.tickets = tickets;
        this.postmarks = new Postmarks(settings, tickets);
    }

    /** What a mail comes to. */
    sealed interface Outcome {
        /** For the core. */
        record Report(Said said) implements Outcome {}

        /** Changes nothing; the approver, and nobody else, gets one helpful mail. */
        record Help(Shown shown, Stub stub, String words) implements Outcome {}

        /** Nothing to do, and why. */
        record Drop(String why) implements Outcome {}
    }

    Outcome read(Mail mail) {
        var found = postmarks.in(mail);
        if (mail.origin().kind() != Kind.HUMAN
                || found.filter(f -> f.kind() == Stub.Kind.BOUNCE).isPresent()) {
            return automatic(mail, found);
        }
        if (mail.from().isEmpty()) {
            return new Outcome.Drop("no single readable From address");
        }
        return found.map(f -> reply(mail, f, mail.from().get()))
                .orElseGet(() -> fresh(mail, mail.from().get()));
    }

    /** Never decides; a bounce or an absence moves a question on. */
    private Outcome automatic(Mail mail, Optional<Found> found) {
        var kind = mail.origin().kind();
        var sign = mail.origin().sign();
        var key = found.flatMap(f -> f.stub().matter().key());
        if (key.isPresent()) {
            var stub = found.get().stub();
            boolean toBounces = found.get().kind() == Stub.Kind.BOUNCE;
            if (toBounces && (kind == Kind.BOUNCE || kind == Kind.HUMAN)) {
                ports.setbacks().bounced(key.get(), stub.address(), "bounced (" + sign + ")");
            } else if (kind == Kind.AWAY && mail.from().equals(Optional.of(stub.address()))) {
                ports.setbacks().away(key.get(), stub.address());
            }
        }
        return new Outcome.Drop("automatic mail: " + kind + ", " + sign);
    }

    private Outcome reply(Mail mail, Found found, String from) {
        var stub = found.stub();
        var shown = stub.matter().key().flatMap(ports.questions()::find);
        if (!stub.address().equals(from)) {
            return refuse(
                    shown,
                    stub,
                    "Somebody answered a mail that was sent to you, from another"
                            + " address. That answer changed nothing; no ticket can be handed on.");
        }
        if (mail.vouched() == Vouched.FAIL) {
            return refuse(
                    shown,
                    stub,
                    "A reply in your name failed your mail host's check of the"
                            + " sender. It changed nothing.");
        }
        if (stub.matter().key().isEmpty()) {
            return continued(mail, stub, from);
        }
        if (shown.isEmpty()) {
            return new Outcome.Drop("the question is not kept any more");
        }
        return question(mail, found, shown.get(), from);
    }

    private Outcome question(Mail mail, Found found, Shown shown, String from) {
        var stub = found.stub();
        var reply = ReplyParser.parse(mail.text());
        var frozen = tickets.frozen(stub.address(), ports.clock().instant());
        var obstacle = shown.settled().isPresent()
                ? Optional.<String>empty()
                : frozen.map(until ->
                                Letters.frozen(until, new Moments(ports.people().zone(from))))
                        .or(() -> Obstacles.of(mail, found, shown, reply));
        if (obstacle.isPresent()) {
            return new Outcome.Help(shown, stub, obstacle.get());
        }
        var sure = mail.vouched() == Vouched.PASS ? Assurance.SIGNED : Assurance.ALIGNED;
        var where = new Conversation(EmailChannel.NAME, stub.matter().place());
        return new Outcome.Report(new Said(
                delivery(mail),
                speaker(mail, from, sure, Optional.of(stub)),
                where,
                reply.text(),
                Optional.of(settings.agent()),
                stub.matter().key()));
    }

    private Outcome refuse(Optional<Shown> shown, Stub stub, String words) {
        return shown.filter(s -> s.settled().isEmpty())
                .<Outcome>map(s -> new Outcome.Help(s, stub, words))
                .orElse(new Outcome.Drop("From or the sender check does not fit the ticket"));
    }

    private Outcome continued(Mail mail, Stub stub, String from) {
        var text = ReplyParser.parse(mail.text()).text();
        if (text.isBlank()) {
            return new Outcome.Drop("a reply without new words");
        }
        return said(mail, from, stub.matter().place(), text, Optional.of(stub));
    }

    /** A mail that answers nothing of ours: from a person we know, it starts a run. */
    private Outcome fresh(Mail mail, String from) {
        boolean answersOurs = mail.references().stream()
                .anyMatch(id -> Places.own(id, settings.domain()) || id.startsWith("<t."));
        if (answersOurs || postmarks.tagged(mail)) {
            return new Outcome.Drop("a reply to a mail of ours without a valid ticket");
        }
        if (ports.people().at(from).isEmpty()) {
            return new Outcome.Drop("the sender belongs to no known person");
        }
        if (mail.vouched() == Vouched.FAIL) {
            return new Outcome.Drop("the mail host says that the sender is forged");
        }
        var text = words(mail);
        if (text.isBlank()) {
            return new Outcome.Drop("a mail without words");
        }
        var place = Places.thread(from, threadRoot(mail)).place();
        remember(mail, from, place);
        return said(mail, from, place, text, Optional.empty());
    }

    private static String words(Mail mail) {
        var reply = ReplyParser.parse(mail.text());
        var text = reply.shape() == Shape.ABOVE ? reply.text() : mail.text().strip();
        return text.isBlank() ? mail.subject() : text;
    }

    private static String threadRoot(Mail mail) {
        return mail.messageId().isEmpty() ? mail.contentHash() : mail.messageId();
    }

    /** What the answer will need to land in the same thread. */
    private void remember(Mail mail, String from, String place) {
        var root = mail.messageId().matches("<[^<>\\s]{1,248}>")
                ? mail.messageId()
                : Places.messageId(place, settings.domain());
        var subject = mail.subject().replaceFirst("(?i)^(re|aw|sv|antw)\\s*:\\s*", "");
        var matter = new Matter(
                place, Optional.empty(), 0, subject.isBlank() ? settings.name() : subject, root);
        var holder = new Holder(ports.people().at(from).orElse(""), from);
        tickets.issue(
                Places.stubName(place), matter, holder, ports.clock().instant(), Optional.empty());
    }

    private Outcome said(Mail mail, String from, String place, String text, Optional<Stub> stub) {
        if (tickets.frozen(from, ports.clock().instant()).isPresent()) {
            return new Outcome.Drop("its owner said that mail in their name was not theirs");
        }
        var sure = mail.vouched() == Vouched.PASS ? Assurance.ALIGNED : Assurance.CLAIMED;
        return new Outcome.Report(new Said(
                delivery(mail),
                speaker(mail, from, sure, stub),
                new Conversation(EmailChannel.NAME, place),
                text,
                Optional.of(settings.agent()),
                Optional.empty()));
    }

    private static DeliveryId delivery(Mail mail) {
        return new DeliveryId(EmailChannel.NAME, mail.contentHash());
    }

    /** {@code version} is the one that the mail showed: only that one is answered. */
    private static Speaker speaker(Mail mail, String from, Assurance sure, Optional<Stub> stub) {
        Map<String, String> evidence = new HashMap<>();
        evidence.put("message-id", mail.messageId());
        evidence.put("vouched", mail.vouched().name());
        stub.ifPresent(s -> {
            evidence.put("ticket", s.hashes().get(Stub.Kind.REPLY).substring(0, 12));
            evidence.put("version", String.valueOf(s.matter().version()));
        });
        return new Speaker(EmailChannel.NAME, from, sure, evidence);
    }

    /** What keeps a reply from being an answer, as a sentence for the approver. */
    private static final class Obstacles {
        static Optional<String> of(Mail mail, Found found, Shown shown, Reply reply) {
            if (found.kind() != Stub.Kind.REPLY) {
                return Optional.of("Your reply reached us without the secret in its address, so it"
                        + " changed nothing. Please use the link.");
            }
            if (found.stub().matter().version() != shown.version()) {
                return Optional.of("The mail that you answered shows an older version of this"
                        + " question. Your answer changed nothing; please look at the new one.");
            }
            if (!Letters.answerable(shown.card())) {
                return Optional.of("This question cannot be answered by reply. Your answer changed"
                        + " nothing; please use the link.");
            }
            if (shown.card().level() == Level.HIGH && mail.vouched() != Vouched.PASS) {
                return Optional.of("For this question your mail host must vouch for the sender, and"
                        + " it did not. Your answer changed nothing; please use the link.");
            }
            return unread(shown.card(), reply);
        }

        private static Optional<String> unread(Card card, Reply reply) {
            if (reply.shape() == Shape.EMPTY) {
                return Optional.of("Your reply had no new words in it. It changed nothing.");
            }
            return card.kind() == Card.Kind.APPROVE && !reply.mayDecide()
                    ? Optional.of("Your reply has words between or below quoted ones, so it is not"
                            + " clear what you decided. It changed nothing: answer above all"
                            + " quoted text, or use the link.")
                    : Optional.empty();
        }
    }
}
