package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.slack.SlackCheck.Level;
import dev.countersign.channels.slack.SlackManifest.Rights;
import dev.countersign.channels.slack.desk.SlackSettings.Mode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URI;

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
    void the_check_says_when_nothing_answers_at_our_own_address() {
        var findings = new SlackCheck(house.settings(Mode.HTTP), NOBODY, house.clock).run();

        assertThat(findings)
                .anyMatch(
                        f -> f.level() == Level.BROKEN && f.sentence().contains("Nothing answers"))
                .anyMatch(f -> f.level() == Level.LIMITED && f.sentence().contains("https only"));
    }
}
