package dev.countersign.channels.email;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Receipt;
import dev.countersign.channels.email.EmailSettings.Mailbox;
import dev.countersign.channels.email.EmailSettings.Secrets;
import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.MailServer.Login;
import dev.countersign.channels.email.server.MailServer.Tls;
import dev.countersign.channels.email.ticket.MemoryTicketStore;
import dev.countersign.channels.email.tray.MemoryInTray;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A mail server, the channel, and Dana with her mailbox. */
final class MailHouse implements AutoCloseable {
    static final String BOT = "bot@example.com";
    static final String DANA = "dana@example.com";
    static final String HOOK = "whsec_" + "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0";

    final GreenMail server;
    final EmailChannel channel;
    final TestQuestions questions = new TestQuestions();
    static final EmailPorts.Lease ALWAYS = new EmailPorts.Lease() {
        @Override
        public boolean holds(String name, Duration time) {
            return true;
        }

        @Override
        public void letGo(String name) {}
    };

    final MemoryInTray tray = new MemoryInTray();
    final MemoryTicketStore tickets = new MemoryTicketStore();
    final List<Inbound> heard = new CopyOnWriteArrayList<>();
    final List<String> setbacks = new CopyOnWriteArrayList<>();
    final AtomicReference<Instant> clock = new AtomicReference<>(TestQuestions.NOW);

    MailHouse(boolean mailbox) {
        server = new GreenMail(new ServerSetup[] {setup("smtp"), setup("imap")});
        server.withConfiguration(new GreenMailConfiguration()
                .withUser(BOT, "bot", "secret")
                .withUser(DANA, "dana", "secret")
                .withSieveIgnoreDetail());
        server.start();
        var beat = new Doors.Beat(MailboxTest.FAST, Duration.ofMillis(50));
        channel = new EmailChannel(settings(mailbox), ports(), beat);
    }

    private static ServerSetup setup(String protocol) {
        var setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(20_000);
        return setup;
    }

    MailHouse open() {
        return open(heard::add);
    }

    MailHouse open(Inbox inbox) {
        channel.open(inbox);
        return this;
    }

    EmailSettings settings(boolean mailbox) {
        return new EmailSettings(
                BOT,
                "Countersign",
                "mx.example.com",
                "ops",
                () -> "https://bot.example.com/",
                smtp(),
                mailbox ? Optional.of(new Mailbox(imap(), "INBOX")) : Optional.empty(),
                Duration.ofDays(7),
                new Secrets(new byte[32], Optional.of(HOOK)));
    }

    MailServer smtp() {
        return new MailServer(
                "127.0.0.1",
                server.getSmtp().getPort(),
                Tls.NONE,
                Optional.empty(),
                Optional.empty());
    }

    MailServer imap() {
        return new MailServer(
                "127.0.0.1",
                server.getImap().getPort(),
                Tls.NONE,
                Optional.of(new Login("bot", "secret")),
                Optional.empty());
    }

    private EmailPorts ports() {
        return new EmailPorts(
                questions,
                address -> address.equals(DANA) ? Optional.of("dana") : Optional.empty(),
                key -> Optional.empty(),
                tickets,
                tray,
                new EmailPorts.Setbacks() {
                    @Override
                    public void bounced(QuestionKey key, String address, String why) {
                        setbacks.add("bounced " + key + " " + address);
                    }

                    @Override
                    public void away(QuestionKey key, String address) {
                        setbacks.add("away " + key + " " + address);
                    }

                    @Override
                    public void disowned(QuestionKey key, String address) {
                        setbacks.add("disowned " + key + " " + address);
                    }
                },
                ALWAYS,
                clock::get);
    }

    Receipt send(Outbound message, String id, Receipt... earlier) throws Exception {
        var sending = new Sending(new DeliveryId("outbox", id), 0, List.of(earlier));
        return channel.send(message, sending);
    }

    static Conversation place() {
        return new Conversation("email", DANA);
    }

    /** What Dana finds, each Message-ID once, oldest first. */
    List<MimeMessage> mails() throws Exception {
        var mails = new LinkedHashMap<String, MimeMessage>();
        for (var mail : server.getReceivedMessagesForDomain(DANA)) {
            mails.put(mail.getMessageID(), mail);
        }
        return new ArrayList<>(mails.values());
    }

    MimeMessage lastMail() throws Exception {
        return mails().getLast();
    }

    static String text(Message mail) throws MessagingException, IOException {
        return part(mail, 0);
    }

    static String html(Message mail) throws MessagingException, IOException {
        return part(mail, 1);
    }

    private static String part(Message mail, int i) throws MessagingException, IOException {
        return ((String) ((Multipart) mail.getContent()).getBodyPart(i).getContent())
                .replace("\r\n", "\n");
    }

    /** The link that a mail holds, without the host. */
    static String link(Message mail) throws Exception {
        var text = text(mail);
        int at = text.indexOf("https://bot.example.com/a/");
        return text.substring(at + "https://bot.example.com".length(), text.indexOf('\n', at));
    }

    static String header(Message mail, String name) throws MessagingException {
        var values = mail.getHeader(name);
        return values == null ? "" : Arrays.stream(values).toList().getFirst();
    }

    /** A reply to a mail, as most programs write one; {@code extra} are headers on top. */
    static String reply(Message to, String words, String... extra) throws Exception {
        var heads = extra.length == 0 ? "" : String.join("\r\n", extra) + "\r\n";
        var from = heads.contains("From:") ? "" : "From: Dana <" + DANA + ">\r\n";
        return heads + from + "To: " + header(to, "Reply-To") + "\r\n"
                + "Message-ID: <" + Integer.toHexString((words + heads).hashCode()) + "@dana>\r\n"
                + "In-Reply-To: " + header(to, "Message-ID") + "\r\n"
                + "References: " + header(to, "References") + "\r\n"
                + "Subject: Re: " + to.getSubject() + "\r\n\r\n"
                + words + "\r\n\r\nOn Sat, Nov 21, 2026 at 10:42 AM Bot <bot@example.com> wrote:"
                + "\r\n> " + text(to).replace("\n", "\r\n> ") + "\r\n";
    }

    /** Sends raw mail over SMTP to the bot. */
    void post(String raw) throws MessagingException {
        var session = Session.getInstance(new Properties());
        var mail = new MimeMessage(
                session, new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(server.getSmtp().getPort()));
        properties.put("mail.smtp.from", DANA);
        try (var transport = Session.getInstance(properties).getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(mail, new Address[] {new InternetAddress(BOT)});
        }
    }

    int inFolder(String folder) throws Exception {
        GreenMailUser bot = server.getUserManager().getUserByEmail(BOT);
        var store = server.getManagers().getImapHostManager();
        var box = folder.equals("INBOX") ? store.getInbox(bot) : store.getFolder(bot, folder);
        return box == null ? 0 : box.getMessageCount();
    }

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 30 s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        channel.close();
        server.stop();
    }
}
