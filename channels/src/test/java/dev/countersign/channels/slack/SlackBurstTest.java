package dev.countersign.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.HttpDoor.Knock;
import dev.countersign.channels.LoopbackServer;
import dev.countersign.channels.slack.fake.FakeSlack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Two hundred clicks a second, over HTTP, each signed, checked, kept and acknowledged. */
class SlackBurstTest {
    private static final int A_SECOND = 200;
    private static final int CLICKS = 600;
    /** Slack gives up after this; the figure that is printed is far below. */
    private static final double SLACKS_PATIENCE_MS = 3000;

    @RegisterExtension
    final SlackHouse house = new SlackHouse();

    @Test
    void two_hundred_clicks_a_second_are_all_acknowledged_in_time() throws Exception {
        house.slack.with("ana", "li");
        house.asks("q_1", 1, PaperCore.card(PaperCore.work("{}")));
        try (var server = serve()) {
            house.slack.deliversTo(URI.create(server.address() + "/slack/events"));
            house.slack.as("li").clicks("Details");
            clicks();
            var times = clicks();
            System.out.printf(
                    Locale.ROOT,
                    "slack burst: %d clicks at %d a second, p50 %.1f ms, p99 %.1f ms%n",
                    CLICKS,
                    A_SECOND,
                    times.get(CLICKS / 2),
                    times.get(CLICKS * 99 / 100));
            assertThat(times.get(CLICKS * 99 / 100)).isLessThan(SLACKS_PATIENCE_MS);
            assertThat(house.core.kept()).hasSize(2 * CLICKS);
        }
    }

    /** At a steady rate, whatever the answers take; milliseconds from when each was due. */
    private List<Double> clicks() throws Exception {
        var payloads = new ArrayList<String>();
        for (int i = 0; i < CLICKS; i++) {
            payloads.add(house.slack.as("li").clickPayload("Approve", house.slack.last()));
        }
        var clicks = new ArrayList<Future<Double>>();
        var start = System.nanoTime();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLICKS; i++) {
                var due = start + i * 1_000_000_000L / A_SECOND;
                LockSupport.parkNanos(due - System.nanoTime());
                clicks.add(people.submit(click(payloads.get(i), due)));
            }
        }
        var times = new ArrayList<Double>();
        for (var click : clicks) {
            times.add(click.get());
        }
        return times.stream().sorted().toList();
    }

    private Callable<Double> click(String payload, long due) {
        return () -> {
            var form = "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
            var courier = house.slack.courier();
            var reply = courier.deliver(courier.signed(
                    "application/x-www-form-urlencoded", form, FakeSlack.SIGNING_SECRET, 0));
            assertThat(reply.status()).isEqualTo(200);
            return (System.nanoTime() - due) / 1e6;
        };
    }

    private LoopbackServer serve() {
        return new LoopbackServer("/", exchange -> {
            var headers = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((n, v) -> headers.put(n.toLowerCase(Locale.ROOT), v.getFirst()));
            var answer = house.channel.knock(new Knock(
                    "POST",
                    "/slack/events",
                    "",
                    headers,
                    exchange.getRequestBody().readAllBytes(),
                    "127.0.0.1"));
            exchange.sendResponseHeaders(
                    answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        });
    }
}
