package dev.countersign.bot.slack;

import dev.countersign.agent.engine.Feed;
import dev.countersign.agent.run.Entry;
import dev.countersign.bot.config.SlackSettings;
import dev.countersign.channels.slack.SlackChannel;
import dev.countersign.channels.slack.desk.Secret;
import dev.countersign.channels.slack.desk.SlackSettings.Mode;
import dev.countersign.channels.slack.desk.SlackSettings.Tuning;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** Says the configuration of Slack in the channel's own words. */
public final class SlackParts {
    private SlackParts() {}

    public static dev.countersign.channels.slack.desk.SlackSettings settings(
            SlackSettings config, Optional<URI> console) {
        return new dev.countersign.channels.slack.desk.SlackSettings(
                secret(config.botToken()),
                Stream.of(config.signingSecret(), config.oldSigningSecret())
                        .filter(s -> !s.isEmpty())
                        .map(SlackParts::secret)
                        .toList(),
                Optional.of(config.appToken()).filter(s -> !s.isEmpty()).map(SlackParts::secret),
                mode(config.mode()),
                config.apiUrl(),
                Optional.of(config.agent()),
                console,
                Tuning.DEFAULT);
    }

    /** Keeps the cards of runs up with what happens to them. */
    public static void follow(SlackChannel slack, Feed.Stirring stirring) {
        switch (stirring) {
            case Feed.Stirring.Moved moved -> follow(slack, moved);
            case Feed.Stirring.Working working -> slack.moved(working.run());
            case Feed.Stirring.Elsewhere elsewhere -> slack.moved(elsewhere.run());
            case Feed.Stirring.Speaking speaking -> slack.speaking(speaking.run());
        }
    }

    private static void follow(SlackChannel slack, Feed.Stirring.Moved moved) {
        var kinds = moved.entries().stream().map(Entry::kind).toList();
        if (kinds.contains(Entry.Kind.CLOSED)) {
            slack.closed(moved.run());
        } else if (kinds.contains(Entry.Kind.ANSWER)) {
            slack.ended(moved.run());
        } else {
            slack.moved(moved.run());
        }
    }

    public static Mode mode(SlackSettings.Mode mode) {
        return switch (mode) {
            case HTTP -> Mode.HTTP;
            case SOCKET -> Mode.SOCKET;
        };
    }

    private static Secret secret(dev.countersign.bot.config.Secret secret) {
        return new Secret(secret.reveal());
    }
}
