package dev.countersign.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Said;
import dev.countersign.channels.email.imap.MailboxReader;
import dev.countersign.channels.email.imap.MailboxReader.Pace;
import dev.countersign.channels.email.imap.MailboxReader.Source;
import dev.countersign.channels.email.imap.Sink.Put;
import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.MailServer.Login;
import dev.countersign.channels.email.server.MailServer.Tls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The mailbox is read whole, in order, and nothing is put away before it is kept. */
@Timeout(60)
class MailboxTest {
    private static final Pace FAST = new Pace(
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofSeconds(1));

    @Test
    void what_waits_and_what_comes_is_read_once_and_put_away() throws Exception {
        try (var house = new MailHouse(true)) {
            house.post(mail(1, "list pods"));
            house.open();
            MailHouse.until("the first is kept", () -> house.heard.size() == 1);
            for (int i = 2; i <= 30; i++) {
                house.post(mail(i, "word " + i));
            }

            MailHouse.until("all are put away", () -> house.inFolder("Processed") == 30);
            assertThat(house.heard).hasSize(30);
            assertThat(house.inFolder("INBOX")).isZero();
        }
    }

    @Test
    void an_unreadable_mail_is_put_aside_and_the_queue_goes_on() throws Exception {
        try (var house = new MailHouse(true)) {
            house.post("X: y\r\n".repeat(500) + mail(1, "poison"));
            house.post(mail(2, "list pods"));
            house.post(mail(3, "x".repeat(1_200_000)));
            house.post(mail(4, "list services"));
            house.open();

            MailHouse.until("the good ones are kept", () -> house.inFolder("Processed") == 2);
            MailHouse.until("the others are put aside", () -> house.inFolder("Rejected") == 2);
            assertThat(house.heard.stream().map(MailboxTest::words))
                    .containsExactly("list pods", "list services");
        }
    }

    @Test
    void a_mail_that_cannot_be_kept_stays_and_comes_again() throws Exception {
        try (var house = new MailHouse(true)) {
            var tries = new AtomicInteger();
            house.post(mail(1, "list pods"));
            house.open(inbound -> {
                if (tries.incrementAndGet() < 3) {
                    throw new IllegalStateException("the database is down");
                }
                house.heard.add(inbound);
            });

            MailHouse.until("it is put away", () -> house.inFolder("Processed") == 1);
            assertThat(house.heard).hasSize(1);
            assertThat(tries.get()).isEqualTo(3);
        }
    }

    @Test
    void a_cut_and_a_frozen_connection_lose_nothing() throws Exception {
        var house = new MailHouse(false);
        List<String> got = new CopyOnWriteArrayList<>();
        var wire = new Wire(house.imap().port());
        try (house;
                wire;
                var reader = reader(wire, raw -> got.add(new String(raw, UTF_8)))) {
            reader.start();
            house.post(mail(1, "first"));
            MailHouse.until("the first is read", () -> has(got, s -> s.contains("first")));

            wire.cut();
            house.post(mail(2, "second"));
            MailHouse.until("the second is read", () -> has(got, s -> s.contains("second")));

            wire.freeze();
            house.post(mail(3, "third"));
            MailHouse.until("the third is read", () -> has(got, s -> s.contains("third")));
            assertThat(reader.trouble()).isEmpty();
        }
    }

    @Test
    void a_mailbox_that_cannot_be_read_says_so_after_five_minutes() throws Exception {
        try (var house = new MailHouse(true)) {
            house.server.getImap().stopService(2_000);
            house.open();
            assertThat(house.channel.trouble()).isEmpty();

            house.clock.updateAndGet(now -> now.plus(Duration.ofMinutes(6)));

            MailHouse.until("it says so", () -> house.channel.trouble().isPresent());
            assertThat(house.channel.trouble().get()).contains("6 minutes ago");
        }
    }

    private static MailboxReader reader(Wire wire, Predicate<byte[]> keeper) {
        var server = new MailServer(
                "127.0.0.1",
                wire.port(),
                Tls.NONE,
                Optional.of(new Login("bot", "secret")),
                Optional.empty());
        return new MailboxReader(
                new Source(server, "INBOX", FAST),
                raw -> keeper.test(raw) ? Put.PROCESSED : Put.REJECTED,
                () -> true,
                InstantSource.system());
    }

    private static boolean has(List<String> all, Predicate<String> some) {
        return all.stream().anyMatch(some);
    }

    private static String words(Inbound inbound) {
        return ((Said) inbound).text();
    }

    private static String mail(int number, String words) {
        return "From: dana@example.com\r\nTo: bot@example.com\r\nMessage-ID: <" + number
                + "@dana>\r\nSubject: hello\r\n\r\n" + words + "\r\n";
    }
}
