package dev.countersign.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.email.EmailCheck.Finding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;

/** The check says in words what works and what does not. */
@Timeout(60)
class EmailCheckTest {
    @Test
    void a_working_mailbox_is_found_working_and_is_left_as_it_was() throws Exception {
        try (var house = new MailHouse(true)) {
            var words = words(house);

            assertThat(words)
                    .contains(
                            "took a mail",
                            "It arrived in INBOX",
                            "plus part of the" + " address is still there",
                            "not a DMARC result of mx.example.com");
            assertThat(house.inFolder("INBOX")).isZero();
        }
    }

    @Test
    void a_server_that_is_down_is_named() {
        try (var house = new MailHouse(true)) {
            house.server.getSmtp().stopService(2_000);

            assertThat(words(house))
                    .contains("did not take a mail: the mail server cannot be reached");
        }
    }

    private static String words(MailHouse house) {
        var check = new EmailCheck(
                house.settings(true), InstantSource.system(), Duration.ofSeconds(10));
        return check.run().stream().map(Finding::sentence).collect(Collectors.joining("\n"));
    }
}
