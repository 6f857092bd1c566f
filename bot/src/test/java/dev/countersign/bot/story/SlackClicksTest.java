package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.slack.desk.Secret;
import dev.countersign.channels.slack.fake.FakeSlack;
import dev.countersign.channels.slack.fake.Seen;
import dev.countersign.channels.slack.kit.ButtonSeal;
import dev.countersign.channels.slack.kit.ButtonSeal.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Two hundred clicks a second into the assembled server, each of which approves a call that then
 * runs: {@code -Dcountersign.slack.clicks=600} says how many, after as many to warm up.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = SlackClicksTest.CLICKS, matches = "[1-9][0-9]*")
class SlackClicksTest {
    static final String CLICKS = "countersign.slack.clicks";

    private static final int A_SECOND = 200;
    private static final int WARM = 50;
    private static final double GOAL_MS = 300;

    @RegisterExtension
    static final SlackTeam team = team();

    private final ButtonSeal seal = new ButtonSeal(List.of(new Secret(FakeSlack.SIGNING_SECRET)));
    private final AtomicInteger missed = new AtomicInteger();
    private final int clicks = Integer.getInteger(CLICKS);

    private static SlackTeam team() {
        var team = SlackTeam.by(Way.HTTP, House.with("ana", "li in approvers"), "hitl-agent");
        team.slack().with("ana", "li");
        return team;
    }

    @Test
    void every_click_is_acknowledged_in_time_and_every_call_runs() throws Exception {
        var thread = team.as("ana").mentions("delete configmap web-config -n shop");
        var card = team.sees(thread, "Approve?", "web-config");
        for (var round : List.of("warm", "hot")) {
            var questions = questions(round);
            var aSecond = round.equals("hot") ? A_SECOND : WARM;
            var times = clicked(card, questions, aSecond);
            print(round, aSecond, times);
            assertThat(missed).as("clicks that Slack shows as failed").hasValue(0);
            questions.forEach(run -> team.house().api("ana").ended(run.id()));
            if (round.equals("hot")) {
                assertThat(times.get(clicks * 99 / 100)).isLessThan(GOAL_MS);
            }
        }
    }

    /** A run that waits, and the value of the button that lets it go on. */
    private record Waiting(String id, String button) {}

    private List<Waiting> questions(String round) {
        var ana = team.house().api("ana");
        var waiting = new ArrayList<Waiting>();
        for (int i = 0; i < clicks; i++) {
            var run = ana.asks("Create a ConfigMap called " + round + "-" + i
                    + " in the default namespace with the key message set to hi");
            var key = new QuestionKey(ana.question(run).path("key").asText());
            waiting.add(new Waiting(run, seal.value(new Target(key, 1, ""))));
        }
        return waiting;
    }

    /** At a steady rate, whatever the answers take; milliseconds from when each was due. */
    private List<Double> clicked(Seen card, List<Waiting> questions, int aSecond) throws Exception {
        var payloads = questions.stream()
                .map(run -> team.as("li").clickPayload("Approve", card, run.button()))
                .toList();
        var answers = new ArrayList<Future<Double>>();
        var start = System.nanoTime();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < payloads.size(); i++) {
                var due = start + i * 1_000_000_000L / aSecond;
                LockSupport.parkNanos(due - System.nanoTime());
                answers.add(people.submit(click(payloads.get(i), due)));
            }
        }
        var times = new ArrayList<Double>();
        for (var answer : answers) {
            times.add(answer.get());
        }
        return times.stream().sorted().toList();
    }

    private Callable<Double> click(String payload, long due) {
        return () -> {
            var form = "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
            var courier = team.slack().courier();
            var reply = courier.deliver(courier.signed(
                    "application/x-www-form-urlencoded", form, FakeSlack.SIGNING_SECRET, 0));
            if (reply.status() != 200) {
                missed.incrementAndGet();
            }
            return (System.nanoTime() - due) / 1e6;
        };
    }

    private void print(String round, int aSecond, List<Double> times) {
        System.out.printf(
                Locale.ROOT,
                "slack clicks %s: %d at %d/s, %d missed, p50 %.1f, p99 %.1f, most %.1f ms%n",
                round,
                clicks,
                aSecond,
                missed.get(),
                times.get(clicks / 2),
                times.get(clicks * 99 / 100),
                times.getLast());
    }
}
