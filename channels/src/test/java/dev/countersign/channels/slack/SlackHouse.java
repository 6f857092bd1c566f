package dev.countersign.channels.slack;

import dev.countersign.channels.Card;
import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.HttpDoor.Knock;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Outbound.Settle;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Receipt;
import dev.countersign.channels.slack.desk.Secret;
import dev.countersign.channels.slack.desk.SlackSettings;
import dev.countersign.channels.slack.desk.SlackSettings.Mode;
import dev.countersign.channels.slack.desk.SlackSettings.Tuning;
import dev.countersign.channels.slack.fake.Courier.Reply;
import dev.countersign.channels.slack.fake.FakeSlack;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The Slack channel between a little Slack and a core on paper; checked after every test. */
final class SlackHouse implements AfterEachCallback {
    static final Conversation OPS = new Conversation("slack", FakeSlack.OPS);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LITTLE = Duration.ofSeconds(1);

    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    final InstantSource clock = now::get;
    final FakeSlack slack = new FakeSlack(clock);
    final PaperCore core = new PaperCore();
    final SlackChannel channel;
    private final Duration patience;
    private final List<Receipt> receipts = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();

    SlackHouse() {
        this(Mode.HTTP);
    }

    SlackHouse(Mode mode) {
        this(mode, Optional.empty(), PATIENCE);
    }

    /** With an inbox of the test's own instead of the one on paper. */
    SlackHouse(Inbox inbox) {
        this(Mode.HTTP, Optional.of(inbox), LITTLE);
    }

    /** One that does not wait long for a Slack that is silent, and is warm. */
    static SlackHouse impatient() {
        var house = new SlackHouse(Mode.HTTP, Optional.empty(), LITTLE);
        house.slack.group("S0WARM");
        house.channel.groups().members("S0WARM");
        return house;
    }

    private SlackHouse(Mode mode, Optional<Inbox> inbox, Duration patience) {
        this.patience = patience;
        channel = new SlackChannel(settings(mode), core, core, clock);
        channel.open(inbox.orElse(core));
        slack.deliversTo(delivery -> {
            var answer = channel.knock(new Knock(
                    "POST", "/slack/events", "", delivery.headers(), delivery.body(), "127.0.0.1"));
            return new Reply(answer.status(), new String(answer.body(), StandardCharsets.UTF_8));
        });
    }

    SlackSettings settings(Mode mode) {
        return new SlackSettings(
                new Secret(FakeSlack.BOT_TOKEN),
                List.of(new Secret(FakeSlack.SIGNING_SECRET), new Secret("the-one-before")),
                Optional.of(new Secret(FakeSlack.APP_TOKEN)),
                mode,
                slack.apiUrl(),
                Optional.of("hitl-agent"),
                Optional.empty(),
                new Tuning(patience, false));
    }

    /** Sends, and remembers the receipt as the outbox would. */
    Receipt send(Outbound message) throws ChannelFailure {
        return send(message, "out-" + sent.incrementAndGet(), 1);
    }

    Receipt send(Outbound message, String id, int tries) throws ChannelFailure {
        var sending = new Sending(new DeliveryId("outbox", id), tries, receipts);
        var receipt = channel.send(message, sending);
        receipts.add(receipt);
        return receipt;
    }

    /** Puts a question that the core holds. */
    Ask asks(String key, int version, Card card) throws ChannelFailure {
        core.holds(PaperCore.open(key, version, card));
        var ask = ask(key, version, card, Occasion.FIRST);
        send(ask);
        return ask;
    }

    Ask ask(String key, int version, Card card, Occasion occasion) {
        var shown = PaperCore.open(key, version, card);
        return new Ask(
                OPS, shown.key(), version, card, shown.expires(), Optional.empty(), occasion);
    }

    void settles(Ask ask, Ending ending) throws ChannelFailure {
        send(settle(ask, ending));
    }

    Settle settle(Ask ask, Ending ending) {
        var end = new Settlement(
                ending,
                Optional.of("li"),
                "slack",
                now.get(),
                Optional.of("after the freeze"),
                Optional.of("Done in 1.8 s"));
        return new Settle(ask.to(), ask.key(), ask.version(), end);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        afterEach();
    }

    void afterEach() {
        channel.close();
        slack.check();
        slack.close();
    }
}
