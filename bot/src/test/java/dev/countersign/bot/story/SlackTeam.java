package dev.countersign.bot.story;

import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.FakeSlack;
import dev.countersign.channels.slack.fake.Seen;
import dev.countersign.channels.slack.fake.SlackPerson;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;

/** A house whose people sit in Slack: a little Slack beside it, delivering one way or another. */
public final class SlackTeam implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final House house;
    private final FakeSlack slack;
    private final Way way;

    /** Which way Slack's deliveries take. */
    public enum Way {
        HTTP,
        SOCKET
    }

    private SlackTeam(Way way, House house, String agent) {
        this.way = way;
        this.house = house;
        this.slack = new FakeSlack(house.clock());
        house.setting("""
                slack:
                  botToken: %s
                  signingSecret: %s
                  appToken: %s
                  mode: %s
                  apiUrl: "%s"
                  agent: %s
                """.formatted(
                        FakeSlack.BOT_TOKEN,
                        FakeSlack.SIGNING_SECRET,
                        FakeSlack.APP_TOKEN,
                        way == Way.HTTP ? "http" : "socket",
                        slack.apiUrl(),
                        agent));
    }

    /** Open already, so that the workspace can be furnished; a mention is for this agent. */
    public static SlackTeam by(Way way, House house, String agent) {
        return new SlackTeam(way, house, agent);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        house.beforeAll(context);
        connect();
    }

    private void connect() {
        switch (way) {
            case HTTP -> slack.deliversTo(house.url().resolve("/slack/events"));
            case SOCKET -> {
                slack.inSocketMode();
                Eventually.until("a socket", () -> slack.connections() == 1);
            }
        }
    }

    public House house() {
        return house;
    }

    public FakeSlack slack() {
        return slack;
    }

    public SlackPerson as(String name) {
        return slack.as(name);
    }

    /** Waits until a message in this thread reads so. */
    public Seen sees(String thread, String... parts) {
        return slack.sees(thread, parts);
    }

    public void restarts() {
        house.stops();
        begins();
    }

    public void begins() {
        if (way == Way.SOCKET) {
            Eventually.until("no socket", () -> slack.connections() == 0);
        }
        house.begin();
        connect();
    }

    /** What may never happen in a workspace did not. */
    @Override
    public void afterEach(ExtensionContext context) {
        slack.check();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        house.afterAll(context);
        slack.close();
    }

    @Override
    public String toString() {
        return way == Way.HTTP ? "over HTTP" : "over a socket";
    }
}
