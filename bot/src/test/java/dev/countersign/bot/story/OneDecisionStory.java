package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whoever decides first decides; everybody else is told by whom and when. */
class OneDecisionStory {
    private static final String CLICK = "button => setTimeout(() => button.click(), 0)";

    @RegisterExtension
    static final House house =
            House.with("ana", "bo in approvers", "dana in approvers", "li in approvers");

    @Test
    void two_browsers_an_api_client_and_a_terminal_decide_at_once_and_one_of_them_does()
            throws Exception {
        var ana = house.api("ana");
        var run = ana.asks("scale deploy web 5 -n shop");
        var question = ana.question(run);
        var key = question.path("key").asText();
        List<Integer> outcomes = new ArrayList<>();

        try (var bo = house.browser("bo").opens("/questions/" + key);
                var dana = house.browser("dana").opens("/inbox")) {
            var approve = bo.button("Approve").elementHandle();
            var reject = dana.button("Reject").elementHandle();
            var start = new CountDownLatch(1);
            try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
                var others = new ArrayList<Future<Integer>>();
                for (int i = 0; i < 4; i++) {
                    var byApi = (Callable<Integer>) () -> after(
                            start, () -> house.api("li").approves(question).status());
                    var byCli = (Callable<Integer>) () -> after(
                            start, () -> house.cli("dana").types("approve", key).exit());
                    others.add(crowd.submit(byApi));
                    others.add(crowd.submit(byCli));
                }
                start.countDown();
                approve.evaluate(CLICK);
                reject.evaluate(CLICK);
                outcomes.addAll(all(others));
            }
            var state = ana.questionOf(key).path("decided");
            var by = state.path("by").asText();
            bo.reads("by " + by).hasNo("Approve");
            dana.reads("by " + by).hasNo("Approve");
            assertThat(outcomes.stream().filter(o -> o == 200 || o == 0).count())
                    .as("taken, by api and terminal: " + outcomes + ", by " + state)
                    .isLessThanOrEqualTo(1);
        }
        ana.ended(run);
        assertThat(house.cluster().changes("shop/web")).isLessThanOrEqualTo(1);
    }

    @Test
    void a_second_click_is_told_who_decided_and_so_is_ones_own() {
        var ana = house.api("ana");
        var run = ana.asks("scale deploy checkout 3 -n shop");
        var question = ana.question(run);

        assertThat(house.api("dana").approves(question).status()).isEqualTo(200);
        var li = house.api("li").rejects(question, "no");
        var again = house.api("dana").approves(question);

        assertThat(li.status()).isEqualTo(409);
        assertThat(li.detail()).startsWith("Already approved by dana at").contains("UTC");
        assertThat(li.at("decided").path("by").asText()).isEqualTo("dana");
        assertThat(again.status()).isEqualTo(409);
        ana.ended(run);
        house.cluster().changedOnce("shop/checkout");
    }

    private static int after(CountDownLatch start, Callable<Integer> work) throws Exception {
        start.await();
        return work.call();
    }

    private static List<Integer> all(List<Future<Integer>> futures)
            throws InterruptedException, ExecutionException {
        var all = new ArrayList<Integer>();
        for (var future : futures) {
            all.add(future.get());
        }
        return all;
    }
}
