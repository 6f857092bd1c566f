package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.channels.email.host.MailHost;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Many questions wait, and half of their answers come in at once, by Postfix and Dovecot: none is
 * lost, and the rate is printed. The long form is {@code -Dcountersign.mails=500}.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ManyMailsStory {
    private static final int MAILS = Integer.getInteger("countersign.mails", 20);
    private static final int APPROVERS = 10;
    private static final int SENDERS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long MOST_HEAP = 300;
    private static final long MEGABYTE = 1024 * 1024;

    @Order(1)
    @RegisterExtension
    static final RealPost mail = new RealPost();

    @Order(2)
    @RegisterExtension
    static final House house = house();

    private final ApiCaller ana = house.api("ana");

    private static House house() {
        var house = House.with("ana");
        IntStream.range(0, APPROVERS)
                .forEach(i -> house.manifest(UndeliveredMailStory.asking(
                        "approver" + i, MailHost.address(approver(i)))));
        return house.setting(() -> mail.setting("asks-approver0"));
    }

    private static String approver(int i) {
        return "bot" + (80 + i);
    }

    @Test
    void many_questions_wait_and_half_of_the_answers_at_once_are_worked_off_without_loss()
            throws Exception {
        var runs = new ArrayList<String>();
        long begun = System.nanoTime();
        for (int i = 0; i < 2 * MAILS; i++) {
            runs.add(ana.asks(
                    "asks-approver" + i % APPROVERS,
                    "Create a ConfigMap called many-" + i
                            + "-end in the default namespace with the key message set to x"));
        }
        await("all are asked").atMost(PATIENCE).until(() -> sent() == 2 * MAILS);
        double asked = seconds(begun);

        var letters = letters();
        hold();
        begun = System.nanoTime();
        answer(letters);
        mail.host().does("thaw");
        await("all are decided").atMost(PATIENCE).until(() -> metric() == MAILS);
        double decided = seconds(begun);
        await("all are put away").atMost(PATIENCE).until(() -> mail.host().count(mail.bot()) == 0);

        assertThat(mail.host().count(mail.bot(), "Processed")).isEqualTo(MAILS);
        for (int i = 0; i < 2 * MAILS; i++) {
            assertThat((i < MAILS ? ana.ended(runs.get(i)) : ana.run(runs.get(i)))
                            .path("phase")
                            .asText())
                    .isEqualTo(i < MAILS ? "resting" : "acting");
        }
        System.out.printf(
                "%d questions asked by mail in %.1f s (%.0f/s); %d replies at once decided in"
                        + " %.1f s (%.0f/s); heap %d MB%n",
                2 * MAILS, asked, 2 * MAILS / asked, MAILS, decided, MAILS / decided, heap());
    }

    private static int sent() {
        return IntStream.range(0, APPROVERS)
                .map(i -> mail.host().count(approver(i)))
                .sum();
    }

    /** The mails about the first half of the questions, by their number. */
    private static List<List<Letter>> letters() {
        return IntStream.range(0, APPROVERS)
                .mapToObj(i -> mail.letters(approver(i), "Exact arguments").stream()
                        .filter(letter -> number(letter) < MAILS)
                        .toList())
                .toList();
    }

    private static int number(Letter letter) {
        int at = letter.text().indexOf("many-") + "many-".length();
        return Integer.parseInt(letter.text().substring(at, letter.text().indexOf("-end", at)));
    }

    /** What is handed in now waits in the mail host, and comes all at once. */
    private static void hold() {
        mail.host().does("freeze");
    }

    private static void answer(List<List<Letter>> letters) throws Exception {
        try (var people = Executors.newFixedThreadPool(SENDERS)) {
            for (int i = 0; i < APPROVERS; i++) {
                var person = approver(i);
                letters.get(i)
                        .forEach(letter ->
                                people.submit(() -> mail.replies(person, letter, "reject: no")));
            }
        }
    }

    private static long metric() {
        return (long) house.stranger()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("countersign_decisions_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf('}') + 1)))
                .sum();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    }
}
