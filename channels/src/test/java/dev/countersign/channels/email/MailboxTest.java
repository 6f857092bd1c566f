package dev.countersign.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Said;
import dev.countersign.channels.email.imap.MailboxReader;
import dev.countersign.channels.email.imap.MailboxReader.Pace;
import dev.countersign.channels.email.imap.MailboxReader.Source;
import dev.countersign.channels.email.imap.MailboxReader.Turn;
import dev.countersign.channels.email.imap.Sink;
import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.MailServer.Login;
import dev.countersign.channels.email.server.MailServer.Tls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** The mailbox is read whole, in order, and nothing is put away before it is kept. */
@Timeout(60)
class MailboxTest {
    static final Pace FAST = new Pace(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
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
    void a_mailbox_at_rest_costs_no_round_trips() throws Exception {
        var house = new MailHouse(false);
        List<String> got = new CopyOnWriteArrayList<>();
        try (house;
                var wire = new Wire(house.imap().port());
                var reader = reader(wire, raw -> got.add("one"))) {
            reader.start();
            house.post(mail(1, "first"));
            MailHouse.until("it is put away", () -> house.inFolder("Processed") == 1);
            long before = wire.bytes();
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            MailHouse.until("a second has passed", () -> System.nanoTime() > end);

            assertThat(wire.bytes() - before).as("bytes in a second").isLessThan(5_000);
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
            house.tray.failing(() -> tries.incrementAndGet() < 3);
            house.open();

            MailHouse.until("it is put away", () -> house.inFolder("Processed") == 1);
            assertThat(house.heard).hasSize(1);
            assertThat(tries.get()).isEqualTo(3);
        }
    }

    @Test
    void a_mail_that_is_kept_and_not_handed_on_is_taken_up_again() throws Exception {
        try (var house = new MailHouse(true)) {
            var tries = new AtomicInteger();
            house.post(mail(1, "list pods"));
            house.post(mail(2, "list services"));
            house.open(inbound -> {
                if (words(inbound).equals("list pods") && tries.incrementAndGet() < 3) {
                    throw new IllegalStateException("the database is down");
                }
                house.heard.add(inbound);
            });

            MailHouse.until("both are put away", () -> house.inFolder("Processed") == 2);
            MailHouse.until("it is tried again", () -> {
                house.clock.updateAndGet(now -> now.plus(Duration.ofSeconds(1)));
                return house.heard.size() == 2;
            });
            assertThat(house.heard.stream().map(MailboxTest::words))
                    .containsExactly("list services", "list pods");
            assertThat(house.tray.outcomes()).containsExactly("handed on", "handed on");
        }
    }

    @Test
    void a_mail_that_fails_for_ever_is_put_aside_for_the_operator() throws Exception {
        try (var house = new MailHouse(true)) {
            house.post(mail(1, "list pods"));
            house.open(inbound -> {
                throw new IllegalStateException("no");
            });

            MailHouse.until("it is put aside", () -> {
                house.clock.updateAndGet(now -> now.plus(Duration.ofSeconds(10)));
                return house.tray.outcomes().stream().anyMatch(s -> s.startsWith("aside"));
            });
        }
    }

    @Test
    void only_one_of_two_readers_has_the_mailbox_and_the_other_follows_it() throws Exception {
        var house = new MailHouse(false);
        var turns = new Turns();
        List<String> got = new CopyOnWriteArrayList<>();
        try (house;
                var one = new MailboxReader(
                        new Source(house.imap(), "INBOX", FAST),
                        sink("one", got),
                        turns.of("one"),
                        InstantSource.system());
                var two = new MailboxReader(
                        new Source(house.imap(), "INBOX", FAST),
                        sink("two", got),
                        turns.of("two"),
                        InstantSource.system())) {
            one.start();
            house.post(mail(1, "first"));
            MailHouse.until("the first is read", () -> got.size() == 1);
            two.start();
            house.post(mail(2, "second"));
            MailHouse.until("two are put away", () -> house.inFolder("Processed") == 2);
            one.close();
            house.post(mail(3, "third"));
            MailHouse.until("the third is read", () -> got.size() == 3);

            turns.take("one");
            MailHouse.until("the second reader stops", () -> turns.asked("two") > 1);
            assertThat(got).containsExactly("one", "one", "two");
        }
    }

    /** Whose turn it is, as a lease would have it. */
    private static final class Turns {
        private final AtomicReference<String> holder = new AtomicReference<>("");
        private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

        Turn of(String name) {
            asked.put(name, new AtomicInteger());
            return new Turn() {
                @Override
                public boolean ours() {
                    asked.get(name).incrementAndGet();
                    holder.compareAndSet("", name);
                    return holder.get().equals(name);
                }

                @Override
                public void over() {
                    holder.compareAndSet(name, "");
                }
            };
        }

        void take(String name) {
            holder.set(name);
            asked.values().forEach(count -> count.set(0));
        }

        int asked(String name) {
            return asked.get(name).get();
        }
    }

    private static Sink sink(String name, List<String> got) {
        return new Sink() {
            @Override
            public Put take(String number, byte[] raw) {
                got.add(name);
                return Put.PROCESSED;
            }

            @Override
            public void tooLarge(String number, long bytes) {
                got.add("too large");
            }
        };
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
                new Sink() {
                    @Override
                    public Put take(String name, byte[] raw) {
                        return keeper.test(raw) ? Put.PROCESSED : Put.REJECTED;
                    }

                    @Override
                    public void tooLarge(String name, long bytes) {
                        keeper.test(new byte[0]);
                    }
                },
                new Turns().of("me"),
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
