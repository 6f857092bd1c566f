package dev.countersign.channels.email.smtp;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.Sessions;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;

import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/** Hands mails to the SMTP server, one connection a mail. */
public final class Postman {
    private static final int CONNECTIONS = 8;
    private static final int BAD_SEQUENCE = 503;

    private final String channel;
    private final MailServer server;
    private final Session session;
    private final Envelope.Sender sender;
    private final InstantSource clock;
    private final Semaphore connections = new Semaphore(CONNECTIONS);

    public Postman(
            String channel, MailServer server, String address, String name, InstantSource clock) {
        this.channel = channel;
        this.server = server;
        this.session = Sessions.smtp(server);
        this.sender = new Envelope.Sender(address, name);
        this.clock = clock;
    }

    public void deliver(Post post) throws ChannelFailure {
        try {
            connections.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChannelFailure(channel, Remedy.TRY_LATER, "interrupted before sending", e);
        }
        try {
            transport(envelope(post));
        } finally {
            connections.release();
        }
    }

    private Envelope envelope(Post post) throws ChannelFailure {
        try {
            return Envelope.of(session, post, sender, clock.instant());
        } catch (MessagingException | IllegalArgumentException e) {
            throw new ChannelFailure(
                    channel, Remedy.GIVE_UP, "the mail cannot be written: " + e.getMessage(), e);
        }
    }

    private void transport(Envelope mail) throws ChannelFailure {
        boolean begun = false;
        try (var transport = session.getTransport()) {
            server.connect(transport);
            begun = true;
            send(transport, mail);
        } catch (MessagingException e) {
            throw Failures.of(channel, e, begun);
        }
    }

    /** There are servers that forget a null sender; for those our own address must do. */
    private void send(Transport transport, Envelope mail) throws MessagingException {
        try {
            transport.sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException e) {
            if (!mail.fromNobody() || Failures.code(e).orElse(0) != BAD_SEQUENCE) {
                throw e;
            }
            mail.setEnvelopeFrom(sender.address());
            transport.sendMessage(mail, mail.getAllRecipients());
        }
    }
}
