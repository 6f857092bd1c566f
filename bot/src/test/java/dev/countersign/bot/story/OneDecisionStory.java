package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/** Whoever decides first decides; everybody else is told by whom and when. */
class OneDecisionStory {
    private static final String CLICK = "button => setTimeout(() => button.click(), 0)";
    private static final Pattern TOLD =
            Pattern.compile("Already (approved|rejected) by (\\w+) at .* UTC.*, from (\\w+)\\.");
    /** Within this everybody sees it who looks. */
    private static final Duration SEEN = Duration.ofSeconds(1);

    private static final String WHEN_SEEN = "words => { const look = () => {"
            + " if (!window.seen && document.querySelector('main').innerText.includes(words))"
            + " window.seen = Date.now(); };"
            + " window.seen = 0; new MutationObserver(look)"
            + ".observe(document.body, { subtree: true, childList: true }); look(); }";

    @RegisterExtension
    static final House house =
            House.with("ana", "bo in approvers", "dana in approvers", "li in approvers");

    /** What somebody who tried to decide was told. */
    private record Told(String who, boolean taken, String sentence) {}

    @Test
    void two_browsers_an_api_client_and_a_terminal_decide_at_once_and_one_of_them_does()
            throws Exception {
        var ana = house.api("ana");
        var run = ana.asks("scale deploy web 5 -n shop");
        var question = ana.question(run);
        var key = question.path("key").asText();
        var told = new ArrayList<Told>();

        try (var bo = withoutNews("bo").opens("/questions/" + key);
                var dana = withoutNews("dana").opens("/inbox")) {
            var boTold = answers(bo);
            var danaTold = answers(dana);
            var approve = bo.button("Approve").elementHandle();
            var reject = dana.button("Reject").elementHandle();
            var start = new CountDownLatch(1);
            try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
                var others = new ArrayList<Future<Told>>();
                for (int i = 0; i < 3; i++) {
                    others.add(crowd.submit(after(start, () -> byApi("li", question))));
                    others.add(crowd.submit(after(start, () -> byApi("dana", question))));
                    others.add(crowd.submit(after(start, () -> byTerminal("dana", key))));
                }
                start.countDown();
                approve.evaluate(CLICK);
                reject.evaluate(CLICK);
                for (var other : others) {
                    told.add(other.get());
                }
            }
            bo.page().waitForCondition(() -> !boTold.isEmpty());
            dana.page().waitForCondition(() -> !danaTold.isEmpty());
            told.add(byBrowser("bo", bo, boTold.getFirst()));
            told.add(byBrowser("dana", dana, danaTold.getFirst()));
        }
        oneIsTakenAndTheOthersAreTold(told, ana.questionOf(key).path("decided"));
        ana.ended(run);
        assertThat(house.cluster().changes("shop/web")).isLessThanOrEqualTo(1);
    }

    private static void oneIsTakenAndTheOthersAreTold(List<Told> told, JsonNode decided) {
        assertThat(told).hasSize(11);
        assertThat(told.stream().filter(Told::taken).map(Told::who))
                .as("taken, of " + told)
                .containsExactly(decided.path("by").asText());
        for (var loser : told.stream().filter(t -> !t.taken()).toList()) {
            var said = TOLD.matcher(loser.sentence());
            assertThat(said.find()).as("%s", loser).isTrue();
            assertThat(said.group(2)).isEqualTo(decided.path("by").asText());
            assertThat(said.group(3)).isEqualTo(decided.path("channel").asText());
        }
    }

    /** A page that does not learn by itself that the question is decided, and so sends its form. */
    private static Tab withoutNews(String person) {
        var tab = house.browser(person);
        tab.page().route("**/live", route -> route.abort());
        return tab;
    }

    private static List<Response> answers(Tab tab) {
        var answers = new ArrayList<Response>();
        tab.page().onResponse(answer -> {
            if (answer.url().endsWith("/decision")) {
                answers.add(answer);
            }
        });
        return answers;
    }

    private static Told byBrowser(String who, Tab tab, Response answer) {
        assertThat(answer.status()).isIn(200, 409);
        var result = tab.page().locator(".result").first();
        return new Told(who, answer.status() == 200, result.innerText());
    }

    private static Told byApi(String who, JsonNode question) {
        var reply = house.api(who).approves(question);
        assertThat(reply.status()).isIn(200, 409);
        return new Told(who, reply.status() == 200, reply.detail());
    }

    private static Told byTerminal(String who, String key) {
        var screen = house.cli(who).types("approve", key);
        assertThat(screen.exit()).as(screen.err()).isIn(0, 1);
        return new Told(who, screen.exit() == 0, screen.err());
    }

    @Test
    void a_second_click_is_told_who_decided_and_so_is_ones_own() {
        var ana = house.api("ana");
        var run = ana.asks("scale deploy checkout 3 -n shop");
        var question = ana.question(run);

        assertThat(house.api("dana").approves(question).status()).isEqualTo(200);
        var li = house.api("li").rejects(question, "no");
        var again = house.api("dana").approves(question);
        var terminal = house.cli("dana").types("approve", question.path("key").asText());

        assertThat(li.status()).isEqualTo(409);
        assertThat(li.detail()).startsWith("Already approved by dana at").contains("UTC");
        assertThat(li.at("decided").path("by").asText()).isEqualTo("dana");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).startsWith("Already approved by dana at").contains("UTC");
        assertThat(terminal.exit()).isEqualTo(1);
        assertThat(terminal.err()).contains("Already approved by dana at").contains("UTC");
        ana.ended(run);
        house.cluster().changedOnce("shop/checkout");
    }

    /** Each view by itself is measured three times, and the middle one counts. */
    @Test
    void whoever_looks_sees_a_decision_within_a_second() {
        var ana = house.api("ana");
        var lags = new ArrayList<List<Long>>();
        for (int replicas = 2; replicas <= 4; replicas++) {
            var run = ana.asks("scale deploy payments " + replicas + " -n shop");
            var question = ana.question(run);
            try (var page = house.browser("ana").opens("/runs/" + run);
                    var inbox = house.browser("bo").opens("/inbox")) {
                page.reads("payments").page().evaluate(WHEN_SEEN, "Approved by dana");
                inbox.reads("payments").page().evaluate(WHEN_SEEN, "Approved by dana");

                house.api("dana").approves(question);

                var key = question.path("key").asText();
                var now = await().pollInterval(Duration.ofMillis(5))
                        .until(() -> ana.questionOf(key), q -> !q.path("decided")
                                .isNull());
                var byApi = Instant.now().toEpochMilli();
                var at = Instant.parse(now.path("decided").path("at").asText()).toEpochMilli();
                lags.add(List.of(seen(page) - at, seen(inbox) - at, byApi - at));
            }
        }
        System.out.printf("a decision is seen, run page, inbox and API in ms: %s%n", lags);
        for (int view = 0; view < 3; view++) {
            int of = view;
            var middle = lags.stream().map(l -> l.get(of)).sorted().toList().get(1);
            assertThat(middle).isLessThan(SEEN.toMillis());
        }
    }

    private static long seen(Tab tab) {
        tab.readsInTheEnd("Approved by dana");
        return ((Number) tab.page().evaluate("window.seen")).longValue();
    }

    private static Callable<Told> after(CountDownLatch start, Callable<Told> work) {
        return () -> {
            start.await();
            return work.call();
        };
    }
}
