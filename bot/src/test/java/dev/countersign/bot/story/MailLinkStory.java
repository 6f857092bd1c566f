package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** What links in mails do, and do not do, with a real browser and with two people at once. */
@Timeout(180)
class MailLinkStory {
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([^\"]+)\"");

    @Order(1)
    @RegisterExtension
    static final PostOffice mail = PostOffice.of("ana", "dana", "li", "mo");

    @Order(2)
    @RegisterExtension
    static final House house = House.with(
                    "ana", "dana in approvers", "li in approvers", "mo in approvers")
            .manifest(ApproveByMailStory.example())
            .setting(mail.setting("by-mail"));

    private final ApiCaller ana = house.api("ana");

    @Test
    void head_get_get_with_a_script_engine_and_a_click_on_every_button_change_no_state() {
        var run = ana.asks("by-mail", "scale deploy web 4 -n shop");
        var letter = mail.letter("dana", "web", "Exact arguments");
        var link = house.stranger().request(letter.link());
        assertThat(house.stranger().send(link.HEAD()).status()).isEqualTo(200);
        assertThat(house.stranger().get(letter.link()).status()).isEqualTo(200);

        try (var tab = house.browser("ana").opens(letter.link())) {
            tab.reads("Scale Deployment web to 4");
            assertThat(tab.page().locator("input:checked").count()).isZero();
            clickEverything(tab.page(), letter.link());
            tab.page().evaluate("document.forms[0].submit()");
            tab.page().waitForLoadState();
        }

        assertThat(ana.run(run).path("questions")).hasSize(1);
        house.cluster().neverChanged("shop/web");
        mail.replies("dana", letter, "reject");
        ana.ended(run);
    }

    /** As a program does that looks for what happens. */
    private static void clickEverything(Page page, String link) {
        int buttons = page.locator("button, input[type=submit], a").count();
        assertThat(buttons).isPositive();
        for (int i = 0; i < buttons; i++) {
            page.locator("button, input[type=submit], a").nth(i).click();
            page.waitForLoadState();
            page.navigate(house.url().resolve(link).toString());
        }
    }

    @Test
    void two_approvers_and_two_channels_at_once_have_one_winner_and_the_other_reads_who()
            throws Exception {
        var run = ana.asks("by-mail", "scale deploy payments 3 -n shop");
        var key = ana.question(run).path("key").asText();
        var letter = mail.letter("dana", "payments", "Exact arguments");
        var other = mail.letter("li", "payments", "Exact arguments");
        var nonce = nonce(house.stranger().get(letter.link()));

        List<Callable<Integer>> both = List.of(
                () -> posts(letter, "nonce=" + nonce + "&verdict=approve").status(),
                () -> house.api("li")
                        .approves(ApiCaller.object().put("key", key))
                        .status());
        try (var people = Executors.newFixedThreadPool(2)) {
            var told = people.invokeAll(both).stream().map(f -> f.resultNow()).toList();
            assertThat(told).contains(409).containsAnyOf(200, 303);
        }
        mail.replies("li", other, "reject: too late");
        ana.ended(run);
        house.cluster().changedOnce("shop/payments");

        var decided = ana.questionOf(key).path("decided");
        var winner = decided.path("by").asText();
        assertThat(winner).isIn("dana", "li");
        var late = mail.letter("li", "Already approved by");
        assertThat(late.text()).contains("Already approved by " + winner + " at ");
        assertThat(house.stranger().get(letter.link()).text())
                .contains("Approved by " + winner + " at ");
        assertThat(posts(letter, "nonce=" + nonce + "&verdict=reject").status()).isEqualTo(409);
    }

    @Test
    void an_approval_of_changed_arguments_or_older_than_its_life_runs_nothing() {
        var run = ana.asks("by-mail", "scale deploy checkout 6 -n shop");
        var first = ana.question(run);
        var letter = mail.letter("dana", "checkout", "Exact arguments");
        var nonce = nonce(house.stranger().get(letter.link()));
        var edit = first.path("call").path("arguments").deepCopy();
        ((ObjectNode) edit).put("replicas", "7");
        var edited = ApiCaller.object().put("verdict", "approve");
        edited.set("arguments", edit);
        assertThat(house.api("li").decides(first, edited).status()).isEqualTo(202);

        var replaced = posts(letter, "nonce=" + nonce + "&verdict=approve");
        assertThat(replaced.status()).isEqualTo(409);
        assertThat(replaced.text())
                .contains("This question was replaced by version 2, for which there is a mail of"
                        + " its own. This link changed nothing.");
        assertThat(house.stranger().get(letter.link()).text()).contains("replaced by version 2");
        mail.replies("dana", letter, "approve");
        mail.letter("dana", "shows an older version");
        house.cluster().neverChanged("shop/checkout");

        var newer = mail.letter("dana", "\"7\"", "Exact arguments");
        var late = nonce(house.stranger().get(newer.link()));
        house.clock().passes(Duration.ofHours(25));
        assertThat(ana.answer(run)).contains("no decision was made");
        var expired = posts(newer, "nonce=" + late + "&verdict=approve");
        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.text())
                .contains("It was closed before. Your answer changed nothing.")
                .contains("This question is closed. Expired at ");
        mail.replies("dana", newer, "approve");
        mail.letter("dana", "expired");
        house.cluster().neverChanged("shop/checkout");
    }

    @Test
    void a_decision_that_was_not_mine_stops_the_run_and_my_mail_decides_nothing_for_a_day() {
        var run = ana.asks("by-mail", "scale deploy kagent-ui 4 -n kagent");
        var letter = mail.letter("mo", "kagent-ui to 4", "Exact arguments");
        var nonce = nonce(house.stranger().get(letter.link()));
        assertThat(posts(letter, "nonce=" + nonce + "&verdict=approve").status())
                .isEqualTo(303);
        ana.ended(run);

        var outcome = mail.letter("mo", "kagent-ui to 4", "This was not me");
        var again = nonce(house.stranger().get(outcome.link()));
        assertThat(posts(outcome, "nonce=" + again + "&disown=yes").text())
                .contains("it is stopped");
        assertThat(ana.run(run).path("phase").asText()).isEqualTo("closed");

        var next = ana.asks("by-mail", "scale deploy kagent-ui 5 -n kagent");
        mail.replies("mo", mail.letter("mo", "kagent-ui to 5", "Exact arguments"), "approve");
        mail.letter("mo", "mail decides nothing for you until");
        assertThat(ana.run(next).path("questions")).hasSize(1);
        mail.replies("li", mail.letter("li", "kagent-ui to 5", "Exact arguments"), "reject");
        ana.ended(next);
    }

    private static Reply posts(Letter letter, String form) {
        return house.stranger()
                .send(house.stranger()
                        .request(letter.link())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private static String nonce(Reply page) {
        var found = NONCE.matcher(page.text());
        assertThat(found.find()).as("a form in " + page.text()).isTrue();
        return URLEncoder.encode(found.group(1), StandardCharsets.UTF_8);
    }
}
