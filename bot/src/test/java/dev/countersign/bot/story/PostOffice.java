package dev.countersign.bot.story;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail host on loopback, with a mailbox for the bot and one for each person of a story. */
public final class PostOffice implements AfterAllCallback, AutoCloseable {
    static final String BOT = "countersign@example.com";
    /** Found nowhere but in configurations. */
    public static final String PASSWORD = "only-the-mail-host-knows-it";

    private static final int STARTUP_MILLIS = 20_000;

    private final GreenMail server = new GreenMail(new ServerSetup[] {open("smtp"), open("imap")});
    private final AtomicInteger posted = new AtomicInteger();

    private PostOffice(List<String> people) {
        var users = new GreenMailConfiguration().withUser(BOT, "bot", PASSWORD);
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
        return setting(agent, smtpPort());
    }

    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    /** As {@link #setting(String)}, with something between the product and the host. */
    public String setting(String agent, int smtp) {
        return """
                email:
                  address: %s
                  agent: %s
                  smtp: { host: 127.0.0.1, port: %d, tls: none }
                  imap: { host: 127.0.0.1, port: %d, tls: none, user: bot, password: %s }
                """.formatted(BOT, agent, smtp, server.getImap().getPort(), PASSWORD);
    }

    /** The first mail to somebody that holds all these words, when it has come. */
    public Letter letter(String person, String... words) {
        return await("mail to " + person + " with " + List.of(words))
                .atMost(ApiCaller.PATIENCE)
                .until(() -> find(person, words), Optional::isPresent)
                .orElseThrow();
    }

    /** The same, when it is there now. */
    public Optional<Letter> find(String person, String... words) {
        return Arrays.stream(server.getReceivedMessages())
                .map(Letter::of)
                .filter(letter -> letter.to().equals(address(person)))
                .filter(letter -> Arrays.stream(words).allMatch(letter.text()::contains))
                .findFirst();
    }

    /** Answers a mail above its quoted text, as most programs do. */
    public void replies(String person, Letter to, String words) {
        post(person, to.answered(BOT, words));
    }

    /** What a mailbox answers by itself while its owner is away. */
    void isAway(String person, Letter to) {
        var answer = to.answered(BOT, "I am out of the office until Monday.");
        post(person, "Auto-Submitted: auto-replied\n" + answer);
    }

    /** Writes to the bot out of the blue. */
    public void writes(String person, String subject, String words) {
        post(person, """
                To: %s
                Subject: %s

                %s
                """.formatted(BOT, subject, words));
    }

    /** The whole mail with which somebody answers, for whoever brings it another way. */
    byte[] raw(String person, String rest) {
        var raw = "From: " + address(person) + "\nMessage-ID: <" + posted.incrementAndGet() + "@"
                + person + ">\nContent-Type: text/plain; charset=utf-8\n" + rest;
        return raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private void post(String person, String rest) {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", "" + server.getSmtp().getPort());
        properties.put("mail.smtp.from", address(person));
        var session = Session.getInstance(properties);
        try (var transport = session.getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(raw(person, rest))),
                    new Address[] {new InternetAddress(BOT)});
        } catch (MessagingException e) {
            throw new AssertionError("the mail host did not take a mail", e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        server.stop();
    }
}
