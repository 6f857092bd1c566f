package dev.countersign.channels.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.email.EmailSettings.Mailbox;
import dev.countersign.channels.email.EmailSettings.Secrets;
import dev.countersign.channels.email.host.MailHost;
import dev.countersign.channels.email.host.MailHost.Door;
import dev.countersign.channels.email.imap.MailboxReader;
import dev.countersign.channels.email.imap.MailboxReader.Source;
import dev.countersign.channels.email.imap.MailboxReader.Turn;
import dev.countersign.channels.email.imap.Sink;
import dev.countersign.channels.email.letter.Letter;
import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.smtp.Post;
import dev.countersign.channels.email.smtp.Postman;
import dev.countersign.channels.email.tray.MemoryInTray;
import dev.countersign.channels.email.tray.Sorter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Failures of real mail servers: Postfix and Dovecot, where everything arrives once. */
@Timeout(120)
class RealServersTest {
    private static final Turn ALWAYS = new Turn() {
        @Override
        public boolean ours() {
            return true;
        }

        @Override
        public void over() {}
    };

    private MailHost host;
    private String bot;
    private MailboxReader reader;
    private final MemoryInTray tray = new MemoryInTray();
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final AtomicBoolean crash = new AtomicBoolean();
    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.now());

    @BeforeEach
    void open() {
        host = MailHost.shared();
        bot = host.newBot();
        reader = new MailboxReader(
                new Source(host.server(Door.IMAPS, bot), "INBOX", MailboxTest.FAST),
                sink(),
                ALWAYS,
                clock::get);
        reader.start();
        arrives("to begin with");
    }

    @AfterEach
    void close() {
        if (reader != null) {
            reader.close();
        }
    }

    @Test
    void after_a_bye_everything_arrives_once() {
        host.does("bye", bot);
        arrives("after the bye");
    }

    @Test
    void after_a_frozen_connection_everything_arrives_once() throws Exception {
        host.does("freeze");
        host.deliver("dana@example.com", MailHost.address(bot), mail("while frozen"));
        MailHouse.until("it is noticed", () -> tries() > 0);
        host.does("thaw");
        host.does("flush");

        arrived("while frozen");
        arrives("after the frost");
    }

    @Test
    void after_a_restart_everything_arrives_once() {
        host.does("restart");
        arrives("after the restart");
    }

    @Test
    void with_a_new_uidvalidity_nothing_is_handed_on_twice() {
        crash.set(true);
        host.deliver("dana@example.com", MailHost.address(bot), mail("kept and not moved"));
        arrived("kept and not moved");
        host.does("renumber", bot, "777");
        host.does("bye", bot);
        crash.set(false);

        arrives("under new numbers");
    }

    @Test
    void with_a_wrong_password_health_says_so_and_nothing_is_lost() throws Exception {
        host.does("password", bot, "another");
        host.does("bye", bot);
        host.deliver("dana@example.com", MailHost.address(bot), mail("behind the lock"));
        MailHouse.until("health says so", () -> reader.trouble().contains("refuses our login"));

        host.does("password", bot, "secret");
        arrived("behind the lock");
        MailHouse.until("health is good", () -> reader.trouble().isEmpty());
    }

    @Test
    void after_ten_minutes_without_a_server_health_says_so_and_everything_arrives_once()
            throws Exception {
        host.does("stop");
        clock.updateAndGet(now -> now.plus(Duration.ofMinutes(10)));
        MailHouse.until("health says so", () -> reader.trouble().contains("10 minutes ago"));
        host.does("start");

        arrives("after ten minutes");
        MailHouse.until("health is good", () -> reader.trouble().isEmpty());
    }

    @Test
    void starttls_and_implicit_tls_both_deliver_and_a_strange_certificate_does_not()
            throws Exception {
        for (var door : List.of(Door.SUBMISSION, Door.SMTPS)) {
            postman(host.server(door, bot)).deliver(post(MailHost.address(bot), "by " + door));
            arrived("by " + door);
        }
        var server = host.server(Door.SMTPS, bot);
        var strange = new MailServer(
                server.host(), server.port(), server.tls(), server.login(), Optional.empty());
        assertThat(fails(strange, MailHost.address(bot)).remedy()).isEqualTo(Remedy.TRY_LATER);
    }

    @Test
    void each_answer_of_a_real_server_is_told_apart() throws Exception {
        var server = host.server(Door.SUBMISSION, bot);
        assertThat(fails(server, "answer-450@example.com").remedy()).isEqualTo(Remedy.TRY_LATER);
        assertThat(fails(server, "answer-452@example.com").remedy()).isEqualTo(Remedy.TRY_LATER);
        assertThat(fails(server, "answer-554@example.com").remedy()).isEqualTo(Remedy.GIVE_UP);
        assertThat(fails(server, "nobody@example.com").remedy()).isEqualTo(Remedy.GIVE_UP);
        var large = catchThrowableOfType(ChannelFailure.class, () -> postman(server)
                .deliver(post(MailHost.address(bot), "x ".repeat(200_000))));
        assertThat(large.remedy()).isEqualTo(Remedy.GIVE_UP);
        assertThat(large.getMessage()).contains("too large");

        host.does("password", bot, "another");
        assertThat(fails(server, MailHost.address(bot)).after()).isPresent();
        host.does("password", bot, "secret");
        postman(server).deliver(post(MailHost.address(bot), "let in again"));
        arrived("let in again");
    }

    @Test
    void the_check_finds_everything_in_order() {
        reader.close();
        var settings = new EmailSettings(
                MailHost.address(bot),
                "Countersign",
                MailHost.AUTHSERV_ID,
                "ops",
                () -> "https://bot.example.com",
                host.server(Door.SUBMISSION, bot),
                Optional.of(new Mailbox(host.server(Door.IMAPS, bot), "INBOX")),
                Duration.ofDays(7),
                new Secrets(new byte[32], Optional.empty()));

        var found = new EmailCheck(settings, InstantSource.system(), Duration.ofSeconds(20)).run();

        assertThat(found).hasSizeGreaterThan(4).allMatch(EmailCheck.Finding::good);
        assertThat(host.mails(bot)).isEmpty();
    }

    private ChannelFailure fails(MailServer server, String to) {
        return catchThrowableOfType(
                ChannelFailure.class, () -> postman(server).deliver(post(to, "x")));
    }

    private Postman postman(MailServer server) {
        return new Postman(
                "email", server, MailHost.address(bot), "Countersign", InstantSource.system());
    }

    private Post post(String to, String words) {
        return new Post(
                "<" + Integer.toHexString((to + words).hashCode()) + bot + "@example.com>",
                to,
                MailHost.address(bot),
                Optional.of(MailHost.address(bot)),
                Optional.empty(),
                List.of(),
                new Letter("Hello", words, "<p>html</p>"));
    }

    /** As the channel's: kept, read, and then put away, unless it is told to die before that. */
    private Sink sink() {
        var sorter = new Sorter(
                tray,
                raw -> {
                    got.add(new String(raw, StandardCharsets.UTF_8));
                    return new Sorter.Outcome.Done("read");
                },
                clock::get,
                Duration.ofDays(1),
                Sorter.SWEEP);
        return new Sink() {
            @Override
            public Put take(String name, byte[] raw) {
                sorter.take(raw, name);
                if (crash.get()) {
                    throw new IllegalStateException("the process dies here");
                }
                return Put.PROCESSED;
            }

            @Override
            public void tooLarge(String name, long bytes) {
                sorter.tooLarge(name, bytes);
            }
        };
    }

    /** How often the reader's last reading failed. */
    private int tries() {
        return reader.failures();
    }

    private void arrives(String words) {
        host.deliver("dana@example.com", MailHost.address(bot), mail(words));
        arrived(words);
    }

    /** Once, and so did everything else. */
    private void arrived(String words) {
        try {
            MailHouse.until(words, () -> has(words) > 0);
            MailHouse.until(
                    "it is put away", () -> crash.get() || host.mails(bot).isEmpty());
        } catch (Exception e) {
            throw new AssertionError(got + " " + tray.outcomes(), e);
        }
        assertThat(has(words)).as(words).isEqualTo(1);
        assertThat(has("to begin with")).isEqualTo(1);
    }

    private long has(String words) {
        return got.stream().filter(raw -> raw.contains(words)).count();
    }

    private String mail(String words) {
        return "From: dana@example.com\r\nTo: " + MailHost.address(bot) + "\r\nMessage-ID: <"
                + words.hashCode() + bot + "@dana>\r\nSubject: hello\r\n\r\n" + words + "\r\n";
    }
}
