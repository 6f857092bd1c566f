package dev.countersign.bot.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console shows what happens while it happens, and works for everybody. */
class ConsoleStory {
    @RegisterExtension
    static final House house = House.with("ana in approvers", "dana in approvers");

    @Test
    void every_open_page_shows_a_decision_without_a_reload() {
        var api = house.api("ana");
        var run = api.asks("scale deploy web 5 -n shop");
        var question = api.question(run);
        try (var inbox = house.browser("ana").opens("/inbox");
                var page = house.browser("dana").opens("/runs/" + run)) {
            inbox.reads("Scale Deployment web to 5");
            page.page().evaluate("window.here = true");

            house.api("dana").approves(question);

            inbox.reads("Approved by dana over api").hasNo("Approve");
            page.reads("Approved by dana over api").reads("Deployment web");
            page.reads("Answered").hasNo("Approve");
            assertThat(page.page().evaluate("window.here")).isEqualTo(true);
            assertThat(inbox.complaints()).isEmpty();
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void a_question_appears_by_itself_and_what_is_being_written_stays() {
        var api = house.api("ana");
        var first = api.question(api.asks("scale deploy checkout 3 -n shop"));
        try (var inbox = house.browser("ana").opens("/inbox")) {
            var reason = inbox.page().locator("textarea[name=reason]").first();
            reason.fill("not before noon");
            reason.focus();

            var second = api.question(api.asks("scale deploy payments 2 -n shop"));

            inbox.reads("Scale Deployment payments to 2");
            assertThat(reason).hasValue("not before noon");
            assertThat(reason).isFocused();
            api.rejects(first, "no");
            api.rejects(second, "no");
            inbox.reads("Rejected by ana over api");
        }
    }

    @Test
    void a_keyboard_alone_decides_and_the_focus_stays_with_the_outcome() {
        try (var ana = house.browser("ana").opens("/")) {
            ana.page().getByLabel("What should it do?").focus();
            ana.page().keyboard().type("delete deploy coredns -n kube-system");
            ana.presses("Tab").presses("Enter");
            ana.reads("Delete Deployment coredns");

            ana.tabsTo("Reject").presses("Enter");

            ana.reads("Rejected by ana");
            assertThat(ana.page().locator(".result:focus")).hasCount(1);
            house.cluster().neverChanged("kube-system/coredns");
            assertThat(ana.complaints()).isEmpty();
        }
    }

    @Test
    void everything_works_without_a_script() {
        try (var ana = house.browser("ana", Screen.DESK.withoutScript())) {
            ana.asks("scale deploy kagent-ui 2 -n kagent");
            house.api("ana").question(ana.run());
            ana.opens("/inbox").reads("Scale Deployment kagent-ui to 2");

            ana.clicks("Approve");

            ana.reads("Approved by ana over web").hasNo("Approve");
            house.api("ana").ended(ana.run(ana.page().getByRole(AriaRole.LINK), "run r_"));
            house.cluster().changedOnce("kagent/kagent-ui");
        }
    }

    @Test
    void a_message_under_a_run_is_sent_and_answered_in_place() {
        try (var ana = house.browser("ana").asks("get pods -n kagent")) {
            ana.reads("kagent-controller");

            ana.says("get deployments -n shop");

            ana.reads("checkout").reads("Answered");
            assertThat(ana.page().getByLabel("Message to")).hasValue("");
            assertThat(ana.complaints()).isEmpty();
        }
    }

    @Test
    void who_signs_out_is_out() {
        try (var ana = house.browser("ana")) {
            ana.clicks("Sign out").opens("/inbox").reads("Please sign in");
        }
    }
}
