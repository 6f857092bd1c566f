package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.util.List;

/** How the console looks on a desk, on a phone, by day and by night. */
class ConsoleLooksStory {
    private static final Path PICTURES = Path.of("target", "pictures");

    @RegisterExtension
    static final House house = House.with("ana in approvers", "dana in approvers");

    @Test
    void every_page_fits_on_a_phone_and_can_be_photographed_by_day_and_by_night() {
        var run = settledAndOpen();
        for (var screen : List.of(
                Screen.DESK, Screen.DESK.inTheDark(), Screen.PHONE, Screen.PHONE.inTheDark())) {
            try (var ana = house.browser("ana", screen)) {
                photographs(ana, screen, "home", "/");
                photographs(ana, screen, "runs", "/runs");
                photographs(ana, screen, "inbox", "/inbox");
                photographs(ana, screen, "run", "/runs/" + run);
                assertThat(ana.complaints()).isEmpty();
                assertThat(ana.strays()).isEmpty();
            }
        }
    }

    /** The README shows a copy of it: bot/src/docs/console.png. */
    @Test
    void a_card_shows_what_would_run_on_one_screen() {
        var api = house.api("ana");
        var question = api.question(api.asks("scale deploy checkout 4 -n shop"));
        try (var ana = house.browser("ana", new Screen(1000, 1480, false, true))) {
            ana.opens("/questions/" + question.path("key").asText());
            ana.reads("Scale Deployment checkout to 4").reads("spec.replicas");
            ana.photographsTheScreen(PICTURES.resolve("console.png"));
            assertThat(ana.button("Approve").isVisible()).isTrue();
        }
    }

    private static void photographs(Tab tab, Screen screen, String name, String path) {
        tab.opens(path);
        var file = name + "-" + screen.width() + (screen.dark() ? "-dark" : "") + ".png";
        tab.photographs(PICTURES.resolve(file));
        assertThat(tab.scrollsSideways()).as(file + " scrolls sideways").isFalse();
    }

    private static String settledAndOpen() {
        var ana = house.api("ana");
        var read = ana.asks("List all pods in the kagent namespace");
        ana.ended(read);
        var run = ana.asks("Create a ConfigMap called test-config in the default namespace with the"
                + " key message set to \"hello from kagent\"");
        house.api("dana").approves(ana.question(run));
        ana.ended(run);
        ana.says(run, "scale deploy web 5 -n shop");
        ana.question(run);
        var vague = ana.asks("Set up a namespace for my application");
        ana.question(vague);
        return run;
    }
}
