package dev.countersign.channels.email.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/** Line 7 of the acceptance list: reply mails that others made, and what is read out of them. */
@Timeout(300)
class PublicRepliesTest {
    /** 58 of 64, as a share: the packages that can be fetched hold a few mails more. */
    private static final double EXACT = 58.0 / 64;

    @Test
    void of_a_public_set_at_least_58_in_64_are_exact_and_nothing_is_lost() {
        var mails = PublicReplies.all();
        var first = new ArrayList<String>();
        var more = new ArrayList<String>();
        for (var mail : mails) {
            var wanted = words(mail.words());
            var found = words(ReplyParser.parse(mail.text()).text().lines().toList());
            assertThat(found).as("%s: nothing is lost", mail.name()).containsSequence(wanted);
            if (!found.getFirst().equals(wanted.getFirst())) {
                first.add(mail.name());
            }
            if (!found.equals(wanted)) {
                more.add(mail.name());
            }
        }
        System.out.printf(
                "public reply mails: %d, first line right in %d, all lines exact in %d, not %s%n",
                mails.size(), mails.size() - first.size(), mails.size() - more.size(), more);
        assertThat(mails).hasSizeGreaterThanOrEqualTo(64);
        assertThat(first).as("a wrong first line").isEmpty();
        assertThat(1 - (double) more.size() / mails.size()).isGreaterThanOrEqualTo(EXACT);
    }

    /** Lines that say something, without the blanks at their ends. */
    private static List<String> words(List<String> lines) {
        return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
