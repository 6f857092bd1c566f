package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.util.List;

/** How a mail that asks looks on a desk, on a phone, by day and by night, with no network. */
@Timeout(180)
class MailLooksStory {
    private static final Path PICTURES = Path.of("target", "pictures");
    /** The README shows a copy of its picture: bot/src/docs/mail.png. */
    private static final Screen DESK = new Screen(760, 1180, false, true);

    @Order(1)
    @RegisterExtension
    static final PostOffice mail = PostOffice.of("ana", "dana");

    @Order(2)
    @RegisterExtension
    static final House house = House.with("ana", "dana in approvers")
            .manifest(ApproveByMailStory.example())
            .setting(mail.setting("by-mail"));

    @Test
    void a_word_without_end_pushes_nothing_off_a_phone() {
        house.api("ana")
                .asks(
                        "by-mail",
                        "Create a ConfigMap called long in the default namespace with the key"
                                + " message set to " + "W".repeat(600));
        var letter = mail.letter("dana", "ConfigMap long", "Exact arguments");
        try (var dana = house.browser("dana", Screen.PHONE)) {
            dana.page().navigate("about:blank");
            dana.page().setContent(letter.html());
            assertThat(dana.scrollsSideways()).as("the mail scrolls sideways").isFalse();
            dana.opens(letter.link());
            assertThat(dana.scrollsSideways()).as("the page scrolls sideways").isFalse();
        }
    }

    @Test
    void a_mail_fits_on_every_screen_and_fetches_nothing() {
        house.api("ana").asks("by-mail", "scale deploy checkout 4 -n shop");
        var html = mail.letter("dana", "checkout", "Exact arguments").html();
        for (var screen : List.of(DESK, DESK.inTheDark(), Screen.PHONE, Screen.PHONE.inTheDark())) {
            try (var dana = house.browser("dana", screen)) {
                dana.page().navigate("about:blank");
                int before = dana.strays().size();
                dana.page().setContent(html);
                var name = "mail-" + screen.width() + (screen.dark() ? "-dark" : "") + ".png";
                dana.photographs(PICTURES.resolve(name));
                assertThat(dana.page().locator("body").innerText())
                        .contains("Scale Deployment checkout to 4", "spec.replicas", "Review");
                assertThat(dana.scrollsSideways())
                        .as(name + " scrolls sideways")
                        .isFalse();
                assertThat(dana.strays()).as("what the mail fetches").hasSize(before);
            }
        }
    }
}
