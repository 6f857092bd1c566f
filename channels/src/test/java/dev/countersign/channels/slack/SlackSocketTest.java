package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.Choice;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.slack.desk.SlackSettings.Mode;
import dev.countersign.channels.slack.fake.Eventually;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Map;
import java.util.Optional;

/** The same people and clicks, through Socket Mode. */
class SlackSocketTest {
    @RegisterExtension
    final SlackHouse house = new SlackHouse(Mode.SOCKET);

    @BeforeEach
    void connect() {
        house.slack.with("ana", "li").inSocketMode();
        Eventually.until("a socket", () -> house.channel.trouble().isEmpty());
    }

    @Test
    void mentions_clicks_and_dialogs_come_through_the_socket() throws Exception {
        house.slack.as("ana").mentions("list pods");
        house.asks("q_1", 1, PaperCore.card(PaperCore.work("{}")));
        house.slack.as("li").clicks("Approve");
        house.slack.as("li").clicks("Reject…");
        house.slack.as("li").submits(Map.of("Why? The agent reads this.", "no"));

        assertThat(house.core.kept()).hasSize(3);
        assertThat(((Chose) house.core.kept().getLast()).choice())
                .isEqualTo(new Choice.Reject(Optional.of("no")));
        assertThat(house.slack.as("ana").commands("help")).contains("I know help");
    }

    @Test
    void the_http_door_is_closed() {
        assertThat(house.channel.routes()).isEmpty();
    }

    @Test
    void a_refresh_opens_the_next_socket_before_the_old_one_goes() {
        house.slack.disconnects("refresh_requested");
        Eventually.until("a second socket", () -> house.slack.connections() == 2);
        house.slack.as("ana").mentions("list pods");

        assertThat(house.core.kept()).hasSize(1);
    }

    @Test
    void a_lost_socket_is_opened_again() {
        house.slack.dropsSockets();
        Eventually.until(
                "another one",
                () -> house.slack.calls("apps.connections.open") == 2
                        && house.channel.trouble().isEmpty());
        house.slack.as("ana").mentions("list pods");

        assertThat(house.core.kept()).hasSize(1);
    }

    @Test
    void a_switched_off_link_is_not_opened_again() {
        house.slack.disconnects("link_disabled");
        Eventually.until("the end of the link", () -> house.channel.trouble().isPresent());
        house.slack.dropsSockets();

        assertThat(house.slack.calls("apps.connections.open")).isEqualTo(1);
    }

    @Test
    void connections_that_are_not_ours_are_noticed() {
        house.slack.ghosts(2);
        house.slack.disconnects("refresh_requested");

        Eventually.until("the ghosts", () -> house.channel.ghostConnections() >= 2);
    }
}
