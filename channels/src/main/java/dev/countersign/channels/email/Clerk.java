package dev.countersign.channels.email;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.email.mime.BadMail;
import dev.countersign.channels.email.mime.Mail;
import dev.countersign.channels.email.mime.MailReader;
import dev.countersign.channels.email.smtp.Postman;
import dev.countersign.channels.email.ticket.Tickets.Holder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Takes raw mail, from whichever door, and hands what it means to the inbox. */
final class Clerk {
    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);
    private static final Duration HOUR = Duration.ofHours(1);

    private final MailReader reader;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final Postman postman;
    private final InstantSource clock;
    private final Fence helped = new Fence(1, HOUR);
    private final AtomicLong refused = new AtomicLong();

    Clerk(
            MailReader reader,
            Incoming incoming,
            Outgoing outgoing,
            Postman postman,
            InstantSource clock) {
        this.reader = reader;
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.postman = postman;
        this.clock = clock;
    }

    /** What became of a mail: kept (or needless to keep), or unreadable. */
    enum Taken {
        DONE,
        REFUSED
    }

    /** Returns when what the mail says is kept; only then may the mail itself be put away. */
    Taken take(byte[] raw, Inbox inbox) {
        Mail mail;
        try {
            mail = reader.read(raw);
        } catch (BadMail bad) {
            refused.incrementAndGet();
            LOG.warn(
                    "a mail of {} bytes is refused: {}; it is put aside and the next one is read",
                    raw.length,
                    bad.getMessage());
            return Taken.REFUSED;
        }
        switch (incoming.read(mail)) {
            case Incoming.Outcome.Report report -> inbox.accept(report.said());
            case Incoming.Outcome.Help help -> help(mail, help);
            case Incoming.Outcome.Drop drop ->
                LOG.info("mail {} changes nothing: {}", id(mail), drop.why());
        }
        return Taken.DONE;
    }

    /** To the approver, never to the sender, and once an hour about one question. */
    private void help(Mail mail, Incoming.Outcome.Help help) {
        var stub = help.stub();
        LOG.info(
                "mail {} about question {} is asked back",
                id(mail),
                help.shown().key());
        if (!helped.admits(help.shown().key() + "|" + stub.address(), clock.instant())) {
            return;
        }
        var sending = new Sending(new DeliveryId("help", mail.contentHash()), 0, List.of());
        var post = outgoing.help(
                help.shown(),
                new Holder(stub.person(), stub.address()),
                stub.matter().place(),
                help.words(),
                sending);
        try {
            postman.deliver(post);
        } catch (ChannelFailure failure) {
            LOG.warn(
                    "question {}: the approver could not be told why a reply changed nothing: {};"
                            + " the question stays open",
                    help.shown().key(),
                    failure.getMessage());
        }
    }

    long refused() {
        return refused.get();
    }

    /** A name for the log that holds nothing of the mail. */
    private static String id(Mail mail) {
        return mail.contentHash().substring(0, 12);
    }
}
