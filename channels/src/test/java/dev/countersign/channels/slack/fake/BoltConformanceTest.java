package dev.countersign.channels.slack.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.socket_mode.SocketModeApp;
import com.slack.api.model.event.AppMentionEvent;
import com.slack.api.socket_mode.SocketModeClient;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Bolt itself, unmodified but for the address, works against the stand-in. */
class BoltConformanceTest {
    @Test
    void bolt_connects_hears_a_mention_and_answers_in_the_thread() throws Exception {
        var config = new SlackConfig();
        try (var slack = new FakeSlack(InstantSource.system()).with("ana").inSocketMode()) {
            config.setMethodsEndpointUrlPrefix(slack.apiUrl().toString());
            config.setProxyUrl(null);
            var heard = new AtomicInteger();
            var app = new App(AppConfig.builder()
                    .slack(Slack.getInstance(config))
                    .singleTeamBotToken(FakeSlack.BOT_TOKEN)
                    .allEventsApiAutoAckEnabled(true)
                    .build());
            app.event(AppMentionEvent.class, (payload, context) -> {
                heard.incrementAndGet();
                context.client()
                        .chatPostMessage(r -> r.channel(payload.getEvent().getChannel())
                                .threadTs(payload.getEvent().getTs())
                                .text("heard"));
                return context.ack();
            });
            var socket = new SocketModeApp(
                    FakeSlack.APP_TOKEN, SocketModeClient.Backend.JavaWebSocket, app);
            try {
                socket.startAsync();
                Eventually.until("a socket", () -> slack.connections() == 1);
                slack.as("ana").mentions("hello");
                assertThat(heard).hasValue(1);
                assertThat(slack.last().notification()).isEqualTo("heard");
            } finally {
                socket.stop();
            }
        }
    }
}
