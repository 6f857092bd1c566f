package dev.countersign.bot;

import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.gate.Groups;
import dev.countersign.bot.chatops.ChatOps;
import dev.countersign.bot.chatops.Preferences;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.email.EmailParts;
import dev.countersign.bot.email.EmailParts.Kept;
import dev.countersign.bot.meters.Meters;
import dev.countersign.bot.slack.SlackFrontDesk;
import dev.countersign.bot.slack.SlackParts;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.email.EmailChannel;
import dev.countersign.channels.slack.SlackChannel;
import dev.countersign.channels.slack.SlackGroups;
import dev.countersign.channels.web.WebChannel;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways to people: one line each. */
final class Channels {
    private final WebChannel web = new WebChannel();
    private final List<ContactChannel> all = new ArrayList<>();
    private final List<HttpDoor> doors = new ArrayList<>();
    private final List<Supplier<Optional<String>>> troubles = new ArrayList<>();
    private Groups groups = Groups.NONE;
    private Consumer<Meters> figures = meters -> {};

    Channels(Config config, Engine engine, Premises premises, Engine.Stores stores, Shared with) {
        var chatOps = new ChatOps(engine, premises, stores, with.preferences());
        all.add(web);
        config.slack().ifPresent(settings -> {
            var desk = new SlackFrontDesk(engine, premises, stores, chatOps, with.clock());
            var console = Optional.of(config.http().baseUrl());
            var slack = new SlackChannel(
                    SlackParts.settings(settings, console), engine.questions(), desk, with.clock());
            groups = slackGroups(slack.groups());
            engine.feed().watchAll(stirring -> SlackParts.follow(slack, stirring));
            all.add(slack);
            troubles.add(slack::trouble);
            figures = meters -> {
                meters.counted("countersign.slack.refused", slack::refusedRequests);
                meters.shown("countersign.slack.ghosts", slack::ghostConnections);
            };
        });
        config.email()
                .ifPresent(mail -> email(EmailParts.channel(
                        config, mail, engine, premises, with.kept(), with.site())));
    }

    /** What every channel shares. */
    record Shared(InstantSource clock, Preferences preferences, Kept kept, Supplier<String> site) {}

    private void email(EmailChannel email) {
        all.add(email);
        doors.add(email.door());
        troubles.add(email::trouble);
    }

    private static Groups slackGroups(SlackGroups groups) {
        return new Groups() {
            @Override
            public Set<Member> members(String group) {
                return isKeptElsewhere(group)
                        ? groups.members(group).orElse(Set.of()).stream()
                                .map(user -> new Member("slack", user))
                                .collect(Collectors.toSet())
                        : Set.of();
            }

            @Override
            public boolean isKeptElsewhere(String group) {
                return SlackGroups.named(group);
            }
        };
    }

    /** What channels count is on the page of figures, too. */
    void measure(Meters meters) {
        figures.accept(meters);
    }

    WebChannel web() {
        return web;
    }

    List<ContactChannel> all() {
        return List.copyOf(all);
    }

    /** The words of those that are open. */
    Set<String> names() {
        return all.stream().map(ContactChannel::name).collect(Collectors.toSet());
    }

    /** Other systems' groups, as they are at the moment of a decision. */
    Groups groups() {
        return groups;
    }

    /** What keeps channels from hearing people, as sentences. */
    List<String> troubles() {
        return troubles.stream().flatMap(trouble -> trouble.get().stream()).toList();
    }

    /** Those that are called by HTTP. */
    List<HttpDoor> doors() {
        return Stream.concat(
                        doors.stream(),
                        all.stream().filter(HttpDoor.class::isInstance).map(HttpDoor.class::cast))
                .toList();
    }
}
