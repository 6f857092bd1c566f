package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.HttpDoor.Knock;
import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Tone;
import dev.countersign.channels.slack.SlackCheck.Level;
import dev.countersign.channels.slack.SlackManifest.Rights;
import dev.countersign.channels.slack.desk.SlackSettings;
import dev.countersign.channels.slack.desk.SlackSettings.Mode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifest for the app, and the check that says what is missing. */
class SlackSetUpTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    @RegisterExtension
    final SlackHouse house = new SlackHouse();

    @Test
    void the_manifest_names_our_address_in_http_mode_and_none_in_socket_mode() {
        var base = URI.create("https://countersign.example.com/");
        var http = new SlackManifest(Mode.HTTP, Rights.FULL, base).yaml();
        var socket = new SlackManifest(Mode.SOCKET, Rights.FULL, base).yaml();

        assertThat(http)
                .contains("request_url: https://countersign.example.com/slack/events")
                .contains("socket_mode_enabled: false", "- channels:history", "- message.groups");
        assertThat(socket).doesNotContain("https://").contains("socket_mode_enabled: true");
    }

    @Test
    void the_least_privilege_manifest_reads_no_channels() {
        var yaml = new SlackManifest(Mode.SOCKET, Rights.LEAST, NOBODY).yaml();

        assertThat(yaml)
                .doesNotContain("channels:history", "groups:history", "message.channels")
                .contains("- app_mentions:read", "- message.im");
    }

    @Test
    void the_check_names_the_scope_that_is_missing() {
        house.slack.granting("chat:write");
        var findings = new SlackCheck(house.settings(Mode.SOCKET), NOBODY, house.clock).run();

        assertThat(findings)
                .anyMatch(f -> f.level() == Level.BROKEN && f.sentence().contains("files:write"))
                .anyMatch(f -> f.level() == Level.GOOD && f.sentence().contains("Socket Mode"))
                .anyMatch(f -> f.level() == Level.LIMITED && f.sentence().contains("app_mention"));
    }

    @Test
    void without_a_signing_secret_the_door_is_closed_and_messages_still_go_out() throws Exception {
        var full = house.settings(Mode.HTTP);
        var bare = new SlackSettings(
                full.botToken(),
                List.of(),
                Optional.empty(),
                Mode.HTTP,
                full.apiUrl(),
                full.agent(),
                full.console(),
                full.tuning());
        try (var channel = new SlackChannel(bare, house.core, house.core, house.clock)) {
            channel.open(house.core);
            assertThat(channel.routes()).isEmpty();
            var knock = new Knock("POST", "/slack/events", "", Map.of(), new byte[0], "");
            assertThat(channel.knock(knock).status()).isEqualTo(404);
            var sending = new Sending(new DeliveryId("outbox", "1"), 1, List.of());
            channel.send(new Tell(SlackHouse.OPS, "r_1", Tone.NOTICE, "still here"), sending);
        }
        house.slack.last().reads("still here");
    }

    @Test
    void secrets_print_as_dots() {
        assertThat(house.settings(Mode.SOCKET).toString())
                .doesNotContain("xoxb", "xapp", "fake-signing-secret");
    }

    @Test
    void the_check_says_when_nothing_answers_at_our_own_address() {
        var findings = new SlackCheck(house.settings(Mode.HTTP), NOBODY, house.clock).run();

        assertThat(findings)
                .anyMatch(
                        f -> f.level() == Level.BROKEN && f.sentence().contains("Nothing answers"))
                .anyMatch(f -> f.level() == Level.LIMITED && f.sentence().contains("https only"));
    }
}
