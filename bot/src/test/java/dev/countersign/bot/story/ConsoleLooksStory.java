package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.story.Oracle.Said;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How the console looks on a desk, on a phone, by day and by night. */
class ConsoleLooksStory {
    private static final Path PICTURES = Path.of("target", "pictures");

    private static final Screen HURRY = new Screen(390, 844, false, true);

    /** A model that forgets how many. */
    private static final Oracle MIND = new Oracle(
            heard -> Said.call("k8s_scale", "{\"name\":\"web\",\"namespace\":\"shop\"}"));

    @RegisterExtension
    static final House house = House.with(
                    "ana in approvers", "dana in approvers", "mo", "zoe in sre")
            .person("absent", "away: { until: 2099-01-01, delegate: mo }")
            .under(
                    "stages",
                    "approvers: { stages: [ { name: lead, people: [dana] },"
                            + " { name: security, groups: [approvers] } ], self: allow },"
                            + " breakGlass: [sre], level: high")
            .under(
                    "absent",
                    "approvers: { people: [absent] },"
                            + " grants: { allow: true, maxFor: 30m, maxUses: 5 }")
            .under("outside", "run: outside, approvers: { people: [dana] }")
            .manifest(MIND.manifest("forgetful"))
            .manifest(Papers.agentUnder("filled", "missing: ask")
                    .replace("{ name: commands }", "{ name: forgetful }"));

    @AfterAll
    static void stop() {
        MIND.close();
    }

    @Test
    void each_kind_of_question_is_clear_on_a_phone() {
        var ana = house.api("ana");
        var dana = house.api("dana");
        var scale = "scale deploy payments 3 -n shop";
        var outside = ana.asks("outside", scale);
        dana.approves(ana.question(outside));
        var several = ana.asks("""
                scale deploy checkout 2 -n shop
                scale deploy payments 2 -n shop""");
        var stages = ana.question(ana.asks("stages", scale));
        dana.approves(stages);
        ana.run(outside, now -> ana.questionOf(now.at("/questions/0").asText())
                .path("kind")
                .asText()
                .equals("external"));
        looks(
                "ana",
                Map.of(
                        "approve", at(ana.question(ana.asks(scale))),
                        "ask", at(ana.question(ana.asks("Set up a namespace for my application"))),
                        "form", at(ana.question(ana.asks("filled", "scale web"))),
                        "external", at(ana.question(outside)),
                        "stage", at(stages),
                        "batch", "/runs/" + several));
        looks("zoe", Map.of("glass", at(stages)));
        var instead = at(ana.question(ana.asks("absent", scale)));
        looks("mo", Map.of("delegate", instead));
        try (var mo = house.browser("mo", HURRY)) {
            mo.opens(instead).reads("You decide for absent").doesNotRead("for later calls too");
        }
    }

    private static String at(JsonNode question) {
        return "/questions/" + question.path("key").asText();
    }

    private static void looks(String person, Map<String, String> pages) {
        try (var tab = house.browser(person, HURRY)) {
            pages.forEach((name, path) -> photographs(tab, HURRY, name, path));
            assertThat(tab.complaints()).isEmpty();
        }
    }

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
