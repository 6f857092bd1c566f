package dev.countersign.channels.email;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.email.mime.BadMail;
import dev.countersign.channels.email.mime.Mail;
import dev.countersign.channels.email.mime.MailReader;
import dev.countersign.channels.email.smtp.Postman;
import dev.countersign.channels.email.ticket.Tickets.Holder;
import dev.countersign.channels.email.tray.Sorter.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Takes raw mail, from whichever door, and hands what it means to the inbox. */
final class Clerk {
    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final MailReader reader;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final Postman postman;
    private final InstantSource clock;
    private final Fence helped = new Fence(1, HOUR);

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

    /** Returns when what the mail says is handed on. */
    Outcome take(byte[] raw, Inbox inbox) {
        Mail mail;
        try {
            mail = reader.read(raw);
        } catch (BadMail bad) {
            LOG.warn(
                    "a mail of {} bytes is refused: {}; it is put aside and the next one is read",
                    raw.length,
                    bad.getMessage());
            return new Outcome.Unreadable(bad.getMessage());
        }
        return switch (incoming.read(mail)) {
            case Incoming.Outcome.Report report -> {
                inbox.accept(report.said());
                yield new Outcome.Done("handed on");
            }
            case Incoming.Outcome.Help help -> help(mail, help);
            case Incoming.Outcome.Drop drop -> {
                LOG.info("mail {} changes nothing: {}", id(mail), drop.why());
                yield new Outcome.Done(drop.why());
            }
        };
    }

    /** To the approver, never to the sender, and once an hour about one question. */
    private Outcome help(Mail mail, Incoming.Outcome.Help help) {
        var stub = help.stub();
        var key = help.shown().key();
        var fence = key + "|" + stub.address();
        LOG.info("mail {} about question {} is asked back", id(mail), key);
        if (helped.full(fence, clock.instant())) {
            return new Outcome.Done("the approver was helped within the hour");
        }
        var sending = new Sending(new DeliveryId("help", mail.contentHash()), 0, List.of());
        var holder = new Holder(stub.person(), stub.address());
        var place = stub.matter().place();
        try {
            postman.deliver(outgoing.help(help.shown(), holder, place, help.words(), sending));
        } catch (ChannelFailure failure) {
            return untold(key, failure);
        }
        helped.admits(fence, clock.instant());
        return new Outcome.Done("asked back: " + help.words());
    }

    private static Outcome untold(QuestionKey key, ChannelFailure failure) {
        boolean never = failure.remedy() == Remedy.GIVE_UP;
        LOG.warn(
                "question {}: the approver could not be told why a reply changed nothing: {};"
                        + " the question stays open{}",
                key,
                failure.getMessage(),
                never ? "" : ", and they are told later");
        return never
                ? new Outcome.Done("asked back in vain")
                : new Outcome.Later(failure.getMessage(), AGAIN);
    }

    /** A name for the log that holds nothing of the mail. */
    private static String id(Mail mail) {
        return mail.contentHash().substring(0, 12);
    }
}
