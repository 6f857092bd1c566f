package dev.countersign.channels.email.smtp;

import dev.countersign.channels.email.letter.Visible;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;

import org.eclipse.angus.mail.smtp.SMTPMessage;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

/** A MIME message that keeps the Message-ID it was given: the same at every try. */
final class Envelope extends SMTPMessage {
    private static final String UTF8 = StandardCharsets.UTF_8.name();
    private static final String NOBODY = "<>";

    private final String messageId;

    private Envelope(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    /** Whom a mail is from. */
    record Sender(String address, String name) {}

    static Envelope of(Session session, Post post, Sender sender, Instant now)
            throws MessagingException {
        var mail = new Envelope(session, Visible.header(post.messageId()));
        mail.setFrom(named(sender));
        mail.setReplyTo(new InternetAddress[] {new InternetAddress(post.replyTo(), true)});
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(post.to(), true));
        mail.setSubject(Visible.header(post.letter().subject()), UTF8);
        mail.setSentDate(Date.from(now));
        mail.setEnvelopeFrom(post.bounceTo().map(Visible::header).orElse(NOBODY));
        mail.header("Auto-Submitted", post.answers() ? "auto-replied" : "auto-generated");
        mail.header("X-Auto-Response-Suppress", "All");
        mail.header("X-Countersign-Mail", "1");
        if (post.inReplyTo().isPresent()) {
            mail.header("In-Reply-To", post.inReplyTo().get());
        }
        if (!post.references().isEmpty()) {
            mail.header("References", String.join(" ", post.references()));
        }
        mail.setContent(body(post));
        mail.saveChanges();
        return mail;
    }

    boolean fromNobody() {
        return NOBODY.equals(getEnvelopeFrom());
    }

    private void header(String name, String value) throws MessagingException {
        setHeader(name, Visible.header(value));
    }

    private static InternetAddress named(Sender sender) throws MessagingException {
        try {
            return new InternetAddress(sender.address(), Visible.line(sender.name()), UTF8);
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("this Java has no UTF-8", e);
        }
    }

    private static MimeMultipart body(Post post) throws MessagingException {
        var text = new MimeBodyPart();
        text.setText(post.letter().text(), UTF8);
        var html = new MimeBodyPart();
        html.setText(post.letter().html(), UTF8, "html");
        return new MimeMultipart("alternative", text, html);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}
