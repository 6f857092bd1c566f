package dev.countersign.channels.email;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.email.imap.MailboxProbe;
import dev.countersign.channels.email.letter.Letter;
import dev.countersign.channels.email.mime.BadMail;
import dev.countersign.channels.email.mime.Mail;
import dev.countersign.channels.email.mime.MailReader;
import dev.countersign.channels.email.server.MailServer.Tls;
import dev.countersign.channels.email.smtp.Post;
import dev.countersign.channels.email.smtp.Postman;
import dev.countersign.channels.email.ticket.Tickets;

import jakarta.mail.MessagingException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sends a mail to ourselves, sees it arrive, and says in words what is wrong. */
public final class EmailCheck {
    private final EmailSettings settings;
    private final InstantSource clock;
    private final Duration patience;

    public EmailCheck(EmailSettings settings, InstantSource clock, Duration patience) {
        this.settings = settings;
        this.clock = clock;
        this.patience = patience;
    }

    /** One thing that was looked at. */
    public record Finding(boolean good, String sentence) {}

    public List<Finding> run() {
        var findings = new ArrayList<Finding>();
        transport(findings);
        var secret = Tickets.hash(UUID.randomUUID().toString()).substring(0, 26);
        var id = Places.messageId("check|" + secret, settings.domain());
        if (!sent(findings, id, secret)) {
            return findings;
        }
        if (settings.imap().isEmpty()) {
            findings.add(new Finding(
                    false, "email.imap is not configured, so replies can only come by the hook."));
            return findings;
        }
        arrived(findings, id).ifPresent(mail -> arrival(findings, mail, secret));
        return findings;
    }

    private void transport(List<Finding> findings) {
        boolean clear = settings.smtp().tls() == Tls.NONE;
        findings.add(new Finding(
                true,
                clear
                        ? "SMTP goes to this machine without TLS."
                        : "SMTP is protected by TLS (" + settings.smtp().tls()
                                + "), and the certificate" + " is checked."));
    }

    private boolean sent(List<Finding> findings, String id, String secret) {
        var letter = new Letter(
                "Countersign checks its mail",
                "Countersign wrote this to itself and will put it away.\n",
                "<p>Countersign wrote this to itself and will put it away.</p>");
        var to = settings.tagged("c", secret);
        var post = new Post(
                id,
                to,
                settings.address(),
                Optional.of(settings.address()),
                Optional.empty(),
                List.of(),
                letter);
        try {
            new Postman(
                            EmailChannel.NAME,
                            settings.smtp(),
                            settings.address(),
                            settings.name(),
                            clock)
                    .deliver(post);
            findings.add(new Finding(true, settings.smtp() + " took a mail for us."));
            return true;
        } catch (ChannelFailure failure) {
            findings.add(new Finding(
                    false,
                    settings.smtp() + " did not take a mail: " + failure.getMessage() + "."));
            return false;
        }
    }

    private Optional<Mail> arrived(List<Finding> findings, String id) {
        var box = settings.imap().orElseThrow();
        try {
            var raw = new MailboxProbe(box.server(), box.folder()).await(id, patience);
            if (raw.isEmpty()) {
                findings.add(new Finding(
                        false,
                        "The mail did not arrive in " + box.folder()
                                + " within " + patience.toSeconds() + " s. Does the host deliver"
                                + " addresses with a plus to it? Without that, replies lose"
                                + " their ticket. A running bot may also have taken it."));
                return Optional.empty();
            }
            findings.add(new Finding(
                    true, "It arrived in " + box.folder() + " at " + box.server() + "."));
            return Optional.of(new MailReader(settings.authservId()).read(raw.get()));
        } catch (MessagingException | BadMail failure) {
            findings.add(new Finding(
                    false,
                    box.server() + " could not be read: " + failure.getMessage()
                            + ". Check email.imap user, password, tls and folder."));
            return Optional.empty();
        }
    }

    private void arrival(List<Finding> findings, Mail mail, String secret) {
        boolean plus = mail.recipients().stream().anyMatch(to -> to.contains("+c." + secret));
        findings.add(
                plus
                        ? new Finding(true, "The plus part of the address is still there.")
                        : new Finding(
                                false,
                                "The plus part of the address was lost on the way: replies"
                                        + " will only lead to the link."));
        if (settings.authservId().isEmpty()) {
            findings.add(new Finding(
                    false,
                    "email.authservId is not set, so nobody is vouched for"
                            + " and replies decide at level normal only."));
            return;
        }
        findings.add(
                switch (mail.vouched()) {
                    case PASS ->
                        new Finding(
                                true,
                                "The host vouches for senders as " + settings.authservId() + ".");
                    case NONE ->
                        new Finding(
                                false,
                                "The topmost Authentication-Results is not a DMARC"
                                        + " result of " + settings.authservId()
                                        + ". A mail that never left the host"
                                        + " may have none; send one from outside to be sure.");
                    case FAIL ->
                        new Finding(
                                false,
                                "The host says that our own address fails DMARC: check"
                                        + " SPF and DKIM of " + settings.domain() + ".");
                });
    }
}
