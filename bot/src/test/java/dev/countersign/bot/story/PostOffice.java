package dev.countersign.bot.story;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A mail host on loopback, with a mailbox for the bot and one for each person of a story. */
public final class PostOffice implements AfterAllCallback {
    private static final String BOT = "countersign@example.com";
    private static final int STARTUP_MILLIS = 20_000;

    private final GreenMail server = new GreenMail(new ServerSetup[] {open("smtp"), open("imap")});
    private int posted;

    private PostOffice(List<String> people) {
        var users = new GreenMailConfiguration().withUser(BOT, "bot", "secret");
        people.forEach(name -> users.withUser(address(name), name, "secret"));
        server.withConfiguration(users.withSieveIgnoreDetail());
        server.start();
    }

    /** Open already, so that a house can be told where it is. */
    public static PostOffice of(String... people) {
        return new PostOffice(List.of(people));
    }

    private static ServerSetup open(String protocol) {
        var setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(STARTUP_MILLIS);
        return setup;
    }

    private static String address(String person) {
        return person + "@example.com";
    }

    /** The part of countersign.yaml that names this host. */
    public String setting(String agent) {
        return """
                email:
                  address: %s
                  agent: %s
                  smtp: { host: 127.0.0.1, port: %d, tls: none }
                  imap: { host: 127.0.0.1, port: %d, tls: none, user: bot, password: secret }
                """.formatted(
                        BOT, agent, server.getSmtp().getPort(), server.getImap().getPort());
    }

    /** A mail as somebody finds it. */
    public record Letter(
            String to, String subject, String id, String replyTo, String references, String text) {
        /** The path of the link to the review page. */
        public String link() {
            int at = text.indexOf("/a/");
            return text.substring(at).split("\\s", 2)[0];
        }
    }

    /** The first mail to somebody that holds all these words, when it has come. */
    public Letter letter(String person, String... words) {
        return await("mail to " + person + " with " + List.of(words))
                .atMost(ApiCaller.PATIENCE)
                .until(() -> find(person, words), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Letter> find(String person, String... words) {
        return Arrays.stream(server.getReceivedMessages())
                .map(PostOffice::letter)
                .filter(letter -> letter.to().equals(address(person)))
                .filter(letter -> Arrays.stream(words).allMatch(letter.text()::contains))
                .findFirst();
    }

    private static Letter letter(MimeMessage mail) {
        try {
            // What people wrote is one part; what the bot writes begins with plain text.
            var text = mail.getContent() instanceof Multipart parts
                    ? parts.getBodyPart(0).getContent()
                    : mail.getContent();
            return new Letter(
                    header(mail, "To"),
                    mail.getSubject(),
                    header(mail, "Message-ID"),
                    header(mail, "Reply-To"),
                    header(mail, "References"),
                    text.toString().replace("\r\n", "\n"));
        } catch (MessagingException | IOException e) {
            throw new AssertionError("a mail that cannot be read", e);
        }
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        var values = mail.getHeader(name);
        return values == null ? "" : Arrays.asList(values).getFirst();
    }

    /** Answers a mail above its quoted text, as most programs do. */
    public void replies(String person, Letter to, String words) {
        post(person, """
                To: %s
                In-Reply-To: %s
                References: %s %s
                Subject: Re: %s

                %s

                On Sat, Nov 21, 2026 at 10:42 AM Countersign <%s> wrote:
                > %s
                """.formatted(
                        to.replyTo(),
                        to.id(),
                        to.references().replaceAll("\\s+", " "),
                        to.id(),
                        to.subject(),
                        words,
                        BOT,
                        to.text().replace("\n", "\n> ")));
    }

    /** Writes to the bot out of the blue. */
    public void writes(String person, String subject, String words) {
        post(person, """
                To: %s
                Subject: %s

                %s
                """.formatted(BOT, subject, words));
    }

    private void post(String person, String rest) {
        var raw = "From: " + address(person) + "\nMessage-ID: <" + ++posted + "@" + person + ">\n"
                + "Content-Type: text/plain; charset=utf-8\n" + rest;
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", "" + server.getSmtp().getPort());
        properties.put("mail.smtp.from", address(person));
        var session = Session.getInstance(properties);
        try (var transport = session.getTransport("smtp")) {
            var bytes = raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            transport.connect();
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(bytes)),
                    new Address[] {new InternetAddress(BOT)});
        } catch (MessagingException e) {
            throw new AssertionError("the mail host did not take a mail", e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.stop();
    }
}
