package dev.countersign.bot.story;

import static org.awaitility.Awaitility.await;

import dev.countersign.channels.email.host.MailHost;
import dev.countersign.channels.email.host.MailHost.Door;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The real mail host, Postfix and Dovecot, with a mailbox of its own for the bot of a story. */
public final class RealPost implements BeforeAllCallback {
    private MailHost host;
    private String bot = "";

    @Override
    public void beforeAll(ExtensionContext context) {
        host = MailHost.shared();
        bot = host.newBot();
    }

    public MailHost host() {
        return host;
    }

    public String bot() {
        return bot;
    }

    /** The part of countersign.yaml that names this host: TLS at every door, an own authority. */
    public String setting(String agent) {
        return """
                email:
                  address: %1$s
                  agent: %2$s
                  authservId: %3$s
                  smtp: { host: 127.0.0.1, port: %4$d, tls: starttls, user: "%1$s",
                          password: secret, ca: "%6$s" }
                  imap: { host: 127.0.0.1, port: %5$d, tls: implicit, user: "%1$s",
                          password: secret, ca: "%6$s" }
                """.formatted(
                        MailHost.address(bot),
                        agent,
                        MailHost.AUTHSERV_ID,
                        host.port(Door.SUBMISSION),
                        host.port(Door.IMAPS),
                        host.authority());
    }

    /** The first mail from this bot in somebody's mailbox that holds all these words. */
    public Letter letter(String person, String... words) {
        return await("mail to " + person + " with " + List.of(words))
                .atMost(ApiCaller.PATIENCE.multipliedBy(2))
                .until(() -> letters(person, words).stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** All that this bot has sent to somebody with these words. */
    public List<Letter> letters(String person, String... words) {
        return host.mails(person).stream()
                .map(Letter::of)
                .filter(letter -> letter.replyTo().startsWith(bot))
                .filter(letter -> letter.says(words))
                .toList();
    }

    /** Answers by way of a host that has checked who it is. */
    public void replies(String person, Letter to, String words) {
        posts(person, to.replyTo(), to.answered(MailHost.address(bot), words));
    }

    /** Writes to the bot out of the blue. */
    public void writes(String person, String subject, String words) {
        var to = MailHost.address(bot);
        posts(person, to, "To: %s\nSubject: %s\n\n%s\n".formatted(to, subject, words));
    }

    private void posts(String person, String to, String rest) {
        var raw = "From: " + MailHost.address(person) + "\nMessage-ID: <" + UUID.randomUUID() + "@"
                + person + ">\nContent-Type: text/plain; charset=utf-8\n" + rest;
        host.deliver(person + "+pass@" + MailHost.DOMAIN, to, raw.replace("\n", "\r\n"));
    }
}
