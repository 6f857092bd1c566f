package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Field;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Questions.Verdict;
import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.FakeSlack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clicks and modals: what somebody chose is kept, and the right sentence comes back. */
class DecideInSlackTest {
    @RegisterExtension
    final SlackHouse house = house();

    private static SlackHouse house() {
        var house = new SlackHouse();
        house.slack.with("ana", "li").withGuest("gus").withForeigner("fay").withDeactivated("del");
        return house;
    }

    @Test
    void a_click_is_kept_with_who_and_which_version() throws Exception {
        asked("{\"replicas\":8}");
        house.slack.as("li").clicks("Approve");

        var chose = kept();
        assertThat(chose.choice()).isEqualTo(new Choice.Approve(Optional.empty()));
        assertThat(chose.key().value()).isEqualTo("q_1");
        assertThat(chose.version()).hasValue(3);
        assertThat(chose.speaker().account()).isEqualTo(FakeSlack.id("li"));
        assertThat(chose.speaker().assurance()).isEqualTo(Assurance.SIGNED);
        assertThat(chose.where()).isEqualTo(SlackHouse.OPS);
    }

    @Test
    void the_same_click_delivered_again_is_kept_once() throws Exception {
        asked("{}");
        var payload = house.slack.as("li").clickPayload("Approve", house.slack.last());
        for (int i = 0; i < 4; i++) {
            var form = "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
            var delivery = house.slack
                    .courier()
                    .signed("application/x-www-form-urlencoded", form, FakeSlack.SIGNING_SECRET, 0);
            assertThat(house.slack.courier().deliver(delivery).status()).isEqualTo(200);
        }
        assertThat(house.core.kept()).hasSize(1);
    }

    @Test
    void a_click_that_cannot_be_kept_is_not_acknowledged_and_the_next_one_works() throws Exception {
        asked("{}");
        house.core.breaks(true);
        var payload = house.slack.as("li").clickPayload("Approve", house.slack.last());
        var delivery = house.slack
                .courier()
                .signed(
                        "application/x-www-form-urlencoded",
                        "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8),
                        FakeSlack.SIGNING_SECRET,
                        0);
        assertThat(house.slack.courier().deliver(delivery).status()).isEqualTo(500);
        house.core.breaks(false);
        house.slack.as("li").clicks("Approve");

        assertThat(house.core.kept()).hasSize(1);
    }

    @Test
    void guests_foreigners_and_deactivated_accounts_are_refused_to_themselves() throws Exception {
        asked("{}");
        house.slack.as("gus").clicks("Approve");
        house.slack.as("fay").clicks("Approve");
        house.slack.as("del").clicks("Approve");

        house.slack.as("gus").hears("Guests cannot");
        house.slack.as("fay").hears("another workspace");
        house.slack.as("del").hears("deactivated");
        assertThat(house.core.kept()).isEmpty();
        assertThat(house.slack.messages()).hasSize(1);
    }

    @Test
    void a_forged_button_decides_nothing() throws Exception {
        asked("{}");
        house.slack.as("li").forges("approve", "000000000000000000000000|3|q_1|");

        house.slack.as("li").hears("not made by this installation");
        assertThat(house.core.kept()).isEmpty();
    }

    @Test
    void a_rejection_carries_its_reason() throws Exception {
        asked("{}");
        house.slack.as("li").clicks("Reject…");
        var closed = house.slack
                .as("li")
                .submits(Map.of("Why? The agent reads this.", "do it after the freeze"));

        assertThat(closed).isEmpty();
        assertThat(kept().choice())
                .isEqualTo(new Choice.Reject(Optional.of("do it after the freeze")));
    }

    @Test
    void the_reason_may_be_left_out_or_picked() throws Exception {
        asked("{}");
        house.slack.as("li").clicks("Reject…");
        house.slack.as("li").submits(Map.of());
        assertThat(kept().choice()).isEqualTo(new Choice.Reject(Optional.empty()));
        house.slack.as("li").submits(Map.of("Or pick one", "Too risky"));
        assertThat(kept().choice()).isEqualTo(new Choice.Reject(Optional.of("Too risky")));
    }

    @Test
    void an_edit_keeps_the_types_of_all_values() throws Exception {
        var original = "{\"replicas\":8,\"dry\":false,\"name\":\"web\",\"labels\":{\"a\":1}}";
        asked(original);
        house.slack.as("li").clicks("Edit…");
        house.slack.as("li").submits(Map.of("replicas", "5", "Why", "eight is too many"));

        assertThat(kept().choice())
                .isEqualTo(new Choice.Edit(
                        "{\"replicas\":5,\"dry\":false,\"name\":\"web\",\"labels\":{\"a\":1}}",
                        Optional.of("eight is too many")));
    }

    @Test
    void an_edit_offers_what_the_schema_knows_and_touches_nothing_else() throws Exception {
        var arguments = "{\"replicas\":8,\"mode\":\"odd\",\"token\":\"***\",\"own\":[1]}";
        var card = PaperCore.card(PaperCore.work(arguments));
        var fields = List.of(
                new Field("replicas", "integer", "How many", true, List.of()),
                new Field("mode", "string", "", false, List.of("slow", "fast")),
                new Field("token", "", "", false, List.of()),
                new Field("dry", "boolean", "", false, List.of()));
        house.asks(
                "q_1",
                3,
                new Card(
                        card.kind(),
                        card.title(),
                        card.level(),
                        card.facts(),
                        card.work(),
                        card.quote(),
                        List.of(),
                        card.deciders(),
                        List.of(),
                        fields));
        house.slack.as("li").clicks("Edit…");
        house.slack.as("li").modal().reads("replicas", "How many", "mode", "dry", "own");

        assertThat(house.slack.as("li").submits(Map.of("replicas", "1.5")))
                .contains("errors", "not a valid integer");
        house.slack.as("li").submits(Map.of("replicas", "5", "dry", "true"));

        assertThat(kept().choice())
                .isEqualTo(new Choice.Edit(
                        "{\"replicas\":5,\"mode\":\"odd\",\"token\":\"***\",\"own\":[1],"
                                + "\"dry\":true}",
                        Optional.empty()));
    }

    @Test
    void a_value_of_the_wrong_type_is_an_error_at_its_field_and_consumes_nothing()
            throws Exception {
        asked("{\"replicas\":8}");
        house.slack.as("li").clicks("Edit…");
        for (String wrong : List.of("many", "1e999999999")) {
            var answer = house.slack.as("li").submits(Map.of("replicas", wrong));
            assertThat(answer).contains("errors", "field_0", "not a valid number");
        }
        assertThat(house.core.kept()).isEmpty();
    }

    @Test
    void what_the_core_finds_wrong_is_shown_in_the_modal() throws Exception {
        asked("{\"replicas\":8}");
        house.core.replies(Verdict.UNCLEAR, "replicas must be at most 10");
        house.slack.as("li").clicks("Edit…");
        assertThat(house.slack.as("li").submits(Map.of("replicas", "50")))
                .contains("errors", "replicas must be at most 10");

        house.core.replies(Verdict.ALREADY_DECIDED, "Already rejected by ana at 10:42 UTC.");
        assertThat(house.slack.as("li").submits(Map.of("replicas", "9")))
                .contains("update", "Already rejected by ana");
    }

    @Test
    void a_form_is_filled_in_by_field_names() throws Exception {
        var card = PaperCore.card(Card.Work.NONE);
        var fields = List.of(
                new Field("namespace", "string", "Where", true, List.of("shop", "prod")),
                new Field("count", "integer", "", true, List.of()),
                new Field("force", "boolean", "", false, List.of()));
        house.asks(
                "q_1",
                3,
                new Card(
                        Card.Kind.FORM,
                        "Missing values",
                        card.level(),
                        List.of(),
                        Card.Work.NONE,
                        "",
                        List.of(),
                        card.deciders(),
                        List.of(),
                        fields));
        house.slack.as("li").clicks("Fill in…");
        assertThat(house.slack.as("li").submits(Map.of("count", "1.5"))).contains("errors");
        house.slack.as("li").submits(Map.of("namespace", "prod", "count", "2"));

        assertThat(kept().choice())
                .isEqualTo(new Choice.Fill(Map.of("namespace", "prod", "count", "2")));
    }

    @Test
    void a_dead_trigger_is_explained_and_changes_nothing() throws Exception {
        asked("{}");
        house.slack.as("li").clicksLate("Reject…");

        house.slack.as("li").hears("click once more");
        assertThat(house.slack.as("li").hasNoModal()).isTrue();
    }

    @Test
    void a_button_on_a_replaced_version_opens_no_dialog() throws Exception {
        asked("{}");
        house.core.holds(PaperCore.open("q_1", 4, PaperCore.card(PaperCore.work("{}"))));
        house.slack.as("li").clicks("Reject…");

        house.slack.as("li").hears("A newer version");
        assertThat(house.slack.as("li").hasNoModal()).isTrue();
    }

    @Test
    void the_home_tab_lists_what_waits_and_decides_from_there() throws Exception {
        asked("{}");
        var home = house.slack.as("li").opensHome();
        home.reads("Waiting for you", "Scale checkout", "You are li");
        house.slack.as("li").clicks("Review…", home);
        house.slack.as("li").clicks("Approve", house.slack.as("li").modal());

        assertThat(kept().choice()).isEqualTo(new Choice.Approve(Optional.empty()));
        Eventually.until(
                "the outcome in the modal",
                () -> house.slack.as("li").modal().words().contains("Recorded."));
    }

    @Test
    void work_whose_outcome_is_unknown_is_reported_run_again_or_given_up() throws Exception {
        var card = PaperCore.card(PaperCore.work("{}"));
        house.asks(
                "q_1",
                3,
                new Card(
                        Card.Kind.EXTERNAL,
                        "It may have run",
                        card.level(),
                        card.facts(),
                        card.work(),
                        "",
                        List.of(),
                        card.deciders(),
                        List.of(),
                        List.of()));
        house.slack.as("li").clicks("Run again");
        assertThat(kept().choice()).isEqualTo(new Choice.Report(Choice.Result.AGAIN, ""));
        house.slack.as("li").clicks("It ran…");
        house.slack.as("li").submits(Map.of("What came out of it?", "8 of 8 ready"));
        assertThat(kept().choice()).isEqualTo(new Choice.Report(Choice.Result.RAN, "8 of 8 ready"));
    }

    private void asked(String arguments) throws Exception {
        house.asks("q_1", 3, PaperCore.card(PaperCore.work(arguments)));
    }

    private Chose kept() {
        return (Chose) house.core.kept().getLast();
    }
}
