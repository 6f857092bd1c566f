package dev.countersign.bot.console;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Catalog;
import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.engine.Feed.Stirring;
import dev.countersign.agent.engine.FrontDesk;
import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.run.Archive;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.web.WebChannel;
import dev.countersign.channels.web.desk.Desk;
import dev.countersign.channels.web.desk.RunView;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What the console knows of agents and runs, looked up where it is kept. */
public final class ConsoleDesk implements Desk {
    private static final int PAGE = 50;

    private final Engine engine;
    private final Catalog catalog;
    private final Engine.Stores stores;
    private final Function<AgentSpec, List<String>> lacks;
    private final InstantSource clock;

    public ConsoleDesk(
            Engine engine,
            Catalog catalog,
            Engine.Stores stores,
            Function<AgentSpec, List<String>> lacks,
            InstantSource clock) {
        this.engine = engine;
        this.catalog = catalog;
        this.stores = stores;
        this.lacks = lacks;
        this.clock = clock;
    }

    @Override
    public List<AgentLine> agents() {
        var now = catalog.now();
        return now.agents().values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .map(a -> new AgentLine(
                        a.name(),
                        a.description(),
                        Optional.of(String.join(" ", lacks.apply(a)))
                                .filter(words -> !words.isEmpty())))
                .toList();
    }

    @Override
    public List<GrantLine> grants() {
        return stores.grants().alive(clock.instant()).stream()
                .map(held -> new GrantLine(
                        held.grant().id(),
                        held.grant().by(),
                        Masking.text(held.grant().scope().words()),
                        held.grant().until(),
                        held.left()))
                .toList();
    }

    @Override
    public boolean revoke(String person, String grant) {
        return engine.revoke(grant, person);
    }

    @Override
    public boolean knows(String person) {
        return catalog.now().people().containsKey(person);
    }

    @Override
    public Said say(Words words) {
        return said(
                words.run().isPresent()
                        ? engine.frontDesk()
                                .say(
                                        words.run().get(),
                                        words.text(),
                                        words.person(),
                                        words.delivery())
                        : engine.frontDesk()
                                .say(new FrontDesk.Words(
                                        words.agent(),
                                        words.text(),
                                        words.person(),
                                        new Conversation(
                                                WebChannel.NAME,
                                                words.delivery().id()),
                                        words.delivery())));
    }

    @Override
    public Said cancel(String person, String run) {
        return said(engine.frontDesk().cancel(run, person));
    }

    private static Said said(FrontDesk.Answer answer) {
        return switch (answer) {
            case FrontDesk.Answer.Taken taken -> new Said.Taken(taken.run());
            case FrontDesk.Answer.Refused refused ->
                new Said.Refused(
                        switch (refused.why()) {
                            case NO_SUCH_AGENT, NO_SUCH_RUN -> Why.UNKNOWN;
                            case CLOSED -> Why.CLOSED;
                            case NOT_READY, OVER_LIMIT -> Why.NOT_NOW;
                        },
                        refused.sentence());
        };
    }

    /** A run belongs to the team: everybody who may sign in sees it. */
    @Override
    public Lines runs(String person, Optional<String> after) {
        var page = stores.archive()
                .runs(new Archive.Filter(
                        Optional.empty(), Optional.empty(), Optional.empty(), after, PAGE));
        return new Lines(page.items().stream().map(ConsoleDesk::line).toList(), page.next());
    }

    private static RunLine line(Archive.Line line) {
        return new RunLine(
                line.id(),
                line.agent(),
                line.requester(),
                RunView.Phase.valueOf(line.phase().toUpperCase(Locale.ROOT)),
                line.title(),
                line.open(),
                line.started());
    }

    @Override
    public Optional<RunView> run(String person, String id) {
        return stores.runs().load(id).map(run -> new RunPages(stores, engine.feed()).page(run));
    }

    @Override
    public Watch watch(String run, Listener listener) {
        var subscription = engine.feed().watch(run, stirring -> {
            if (stirring instanceof Stirring.Speaking) {
                engine.feed().speaking(run).ifPresent(listener::speaking);
            } else {
                listener.moved();
            }
        });
        return subscription::close;
    }

    @Override
    public Watch watchInbox(String person, Runnable listener) {
        var subscription = engine.feed().watchAll(stirring -> {
            if (stirring instanceof Stirring.Elsewhere
                    || stirring instanceof Stirring.Moved moved && asks(moved)) {
                listener.run();
            }
        });
        return subscription::close;
    }

    private static boolean asks(Stirring.Moved moved) {
        return moved.entries().stream().anyMatch(e -> e.question().isPresent());
    }
}
