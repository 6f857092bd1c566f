package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The approver has a mailbox and nothing else: a reply decides, and so does the page. */
@Timeout(120)
class ApproveByMailStory {
    private static final String AGENT = "by-mail";
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([^\"]+)\"");

    @Order(1)
    @RegisterExtension
    static final PostOffice mail = PostOffice.of("ana", "dana");

    @Order(2)
    @RegisterExtension
    static final House house =
            House.with("ana", "dana in approvers").manifest(example()).setting(mail.setting(AGENT));

    private final ApiCaller ana = house.api("ana");

    static String example() {
        try {
            return Files.readString(Path.of("..", "manifests", "examples", "approve-by-mail.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mail that asks Dana about a change of this resource. */
    private static Letter asked(String about) {
        return mail.letter("dana", about, "Exact arguments");
    }

    private Reply page(Letter letter) {
        return house.stranger().get(letter.link());
    }

    private Reply posts(Letter letter, String form) {
        return house.stranger()
                .send(house.stranger()
                        .request(letter.link())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private String nonce(Reply page) {
        var found = NONCE.matcher(page.text());
        assertThat(found.find()).as("a form in " + page.text()).isTrue();
        return URLEncoder.encode(found.group(1), StandardCharsets.UTF_8);
    }

    @Test
    void a_reply_rejects_with_a_reason_and_the_agent_repeats_it() {
        var run = ana.asks(AGENT, "scale deploy web 4 -n shop");
        var letter = asked("web");
        assertThat(letter.text()).contains("web").contains("shop");

        mail.replies("dana", letter, "Reject: not before the freeze is over");

        assertThat(ana.answer(run)).contains("not before the freeze is over");
        house.cluster().neverChanged("shop/web");
    }

    @Test
    void looking_at_the_page_changes_nothing_and_a_plain_post_approves() {
        var run = ana.asks(AGENT, "scale deploy checkout 6 -n shop");
        var letter = asked("checkout");

        assertThat(page(letter).status()).isEqualTo(200);
        var page = page(letter);
        assertThat(posts(letter, "verdict=approve").status()).isEqualTo(422);
        assertThat(posts(letter, "nonce=" + nonce(page)).status()).isEqualTo(422);
        assertThat(ana.run(run).path("questions")).hasSize(1);
        house.cluster().neverChanged("shop/checkout");

        var done = posts(letter, "nonce=" + nonce(page) + "&verdict=approve");

        assertThat(done.status()).isEqualTo(303);
        ana.ended(run);
        house.cluster().changedOnce("shop/checkout");
        assertThat(posts(letter, "nonce=" + nonce(page) + "&verdict=reject").status())
                .isEqualTo(409);
        assertThat(page(letter).text()).contains("dana");
    }

    @Test
    void a_mail_from_before_a_restart_still_decides() {
        var run = ana.asks(AGENT, "scale deploy kagent-ui 2 -n kagent");
        var letter = asked("kagent-ui");

        house.restarts();

        assertThat(page(letter).status()).isEqualTo(200);
        mail.replies("dana", letter, "approve");
        ana.ended(run);
        house.cluster().changedOnce("kagent/kagent-ui");
    }

    @Test
    void a_reply_that_decides_nothing_is_asked_back_and_the_next_one_decides() {
        var run = ana.asks(AGENT, "scale deploy kagent-tools 3 -n kagent");
        var letter = asked("kagent-tools");

        mail.replies("dana", letter, "looks fine, I think");
        var help = mail.letter("dana", "It changed nothing");
        assertThat(ana.run(run).path("questions")).hasSize(1);
        house.cluster().neverChanged("kagent/kagent-tools");

        mail.replies("dana", help, "approve");
        ana.ended(run);
        house.cluster().changedOnce("kagent/kagent-tools");
    }

    @Test
    void a_mail_starts_a_run_and_its_answer_comes_back_by_mail() {
        mail.writes("ana", "Please", "scale deploy payments 3 -n shop");

        mail.replies("dana", asked("payments"), "reject: ask me on Monday");

        var answer = mail.letter("ana", "ask me on Monday");
        assertThat(answer.subject()).isEqualTo("Re: Please");
        house.cluster().neverChanged("shop/payments");
    }
}
