package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.mail.JdbiLeases;
import dev.countersign.store.mail.JdbiMails;
import dev.countersign.store.mail.KeptMail;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;

/** What mails as they came, and leases, must do on every database. */
@Timeout(60)
abstract class MailsContract {
    private static final Instant NOW = TestDatabases.CLOCK.instant();
    private static final Instant LATER = NOW.plusSeconds(15);
    private Database database;
    private JdbiMails mails;

    abstract Database open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        database = open();
        mails = new JdbiMails(database);
    }

    @AfterEach
    void end() {
        database.close();
    }

    private static KeptMail mail(String name) {
        return new KeptMail(name, "imap", new byte[] {0, -1, 13, 10, 65}, NOW, 0);
    }

    @Test
    void a_mail_is_kept_once_with_all_its_bytes_and_is_due_when_its_reader_died() {
        assertThat(mails.keep(mail("a"), LATER)).isTrue();
        assertThat(mails.keep(mail("a"), LATER)).isFalse();
        assertThat(mails.claim(NOW, LATER, 10)).isEmpty();

        var due = mails.claim(LATER, LATER.plusSeconds(15), 10);
        assertThat(due).hasSize(1);
        assertThat(due.getFirst().raw()).isEqualTo(mail("a").raw());
        assertThat(mails.claim(LATER, LATER, 10)).as("somebody has it").isEmpty();
    }

    @Test
    void a_mail_that_is_done_is_not_due_and_one_that_failed_is_again() {
        mails.keep(mail("a"), NOW);
        mails.keep(mail("b"), NOW);
        mails.done("a", "handed on");
        mails.again("b", "the database was down\u0000", LATER);

        assertThat(mails.claim(LATER, LATER, 10))
                .singleElement()
                .satisfies(mail -> assertThat(mail.tries()).isEqualTo(1));
        assertThat(mails.outcomes(NOW))
                .contains("handed on")
                .anyMatch(what -> what.contains("the database was down"));
    }

    @Test
    void old_mails_are_forgotten() {
        mails.keep(mail("a"), NOW);
        mails.forget(NOW);
        assertThat(mails.outcomes(NOW)).hasSize(1);
        mails.forget(LATER);
        assertThat(mails.outcomes(NOW)).isEmpty();
    }

    @Test
    void one_of_many_has_a_lease_until_it_lets_go_or_its_time_is_over() throws Exception {
        var one = new JdbiLeases(database, "one");
        var two = new JdbiLeases(database, "two");
        assertThat(one.holds("mailbox", NOW, LATER)).isTrue();
        assertThat(two.holds("mailbox", NOW, LATER)).isFalse();
        assertThat(two.holds("another", NOW, LATER)).isTrue();
        assertThat(one.holds("mailbox", NOW.plusSeconds(5), LATER.plusSeconds(5)))
                .isTrue();
        assertThat(two.holds("mailbox", LATER, LATER.plusSeconds(9))).isFalse();
        assertThat(two.holds("mailbox", LATER.plusSeconds(5), LATER.plusSeconds(20)))
                .isTrue();
        one.letGo("mailbox");
        assertThat(one.holds("mailbox", LATER.plusSeconds(6), LATER.plusSeconds(20)))
                .isFalse();
        two.letGo("mailbox");
        assertThat(one.holds("mailbox", LATER.plusSeconds(6), LATER.plusSeconds(20)))
                .isTrue();
    }

    @Test
    void of_many_at_once_one_gets_the_lease() throws Exception {
        try (var pool = Executors.newFixedThreadPool(6)) {
            var tries = pool.invokeAll(Collections.nCopies(6, () -> new JdbiLeases(
                            database, "t" + Thread.currentThread().threadId())
                    .holds("mailbox", NOW, NOW.plus(Duration.ofMinutes(1)))));
            assertThat(tries.stream()
                            .map(f -> f.resultNow())
                            .filter(Boolean.TRUE::equals)
                            .toList())
                    .isEqualTo(List.of(true));
        }
    }
}
