package dev.countersign.bot;

import dev.countersign.agent.asking.Ids;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.manifest.FileCatalog;
import dev.countersign.agent.catalog.manifest.Sources;
import dev.countersign.agent.engine.Checkpoint;
import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.engine.EngineSettings;
import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.gate.cel.CelConditions;
import dev.countersign.agent.machine.Limits;
import dev.countersign.agent.model.langchain.InProcessEmbedding;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.retrieval.RetrievalTools;
import dev.countersign.bot.chatops.Preferences;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Config.Role;
import dev.countersign.bot.config.Config.Token;
import dev.countersign.bot.config.Keys;
import dev.countersign.bot.config.LocalToken;
import dev.countersign.bot.console.ConsoleDesk;
import dev.countersign.bot.email.EmailParts;
import dev.countersign.bot.http.ApiServer;
import dev.countersign.bot.http.Ports;
import dev.countersign.bot.meters.Meters;
import dev.countersign.bot.models.ModelWatch;
import dev.countersign.bot.models.Models;
import dev.countersign.bot.secrets.Secrets;
import dev.countersign.bot.standing.Standings;
import dev.countersign.bot.standing.TaskRuns;
import dev.countersign.channels.slack.SlackGroups;
import dev.countersign.channels.web.LoginLinks;
import dev.countersign.channels.web.WebConsole;
import dev.countersign.channels.web.WebSettings;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;
import dev.countersign.store.JdbiGrants;
import dev.countersign.store.JdbiOutbox;
import dev.countersign.store.JdbiPostbox;
import dev.countersign.store.JdbiRunStore;
import dev.countersign.store.absence.JdbiAbsences;
import dev.countersign.store.choice.JdbiAgentChoices;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole of Countersign, put together from a configuration; calls the constructors. */
public final class Assembly implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    /** The one Person of the embedded defaults. */
    public static final String LOCAL = "local";

    private final Config config;
    private final InstantSource clock;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Database database;
    private final Clusters cluster;
    private final Toolshed shed;
    private final ModelWatch watch;
    private final Neighbours neighbours;
    private final Engine engine;
    private final Afterwards afterwards;
    private final ApiServer server;
    private final LoginLinks links;
    private final CallbackDoor outside;
    private final boolean knowsLocal;

    /** Starts everything; what had started is stopped again where a later part cannot. */
    public Assembly(Config config, InstantSource clock, Checkpoint checkpoint) throws IOException {
        this.config = config;
        this.clock = clock;
        try {
            database = opened(database());
            cluster = opened(new Clusters(config, clock));
            var builtins = cluster.builtins();
            var catalog = opened(catalog(builtins));
            var secrets = new Secrets(config.data().resolve("secrets"), cluster.secrets(), clock);
            var models = new Models(secrets, config.limits().modelCall());
            watch = new ModelWatch(models, clock);
            var retrieval = new RetrievalTools(
                    config.data().resolve("knowledge"), InProcessEmbedding::find);
            shed = opened(new Toolshed(catalog, builtins, secrets, retrieval, watch));
            var premises = new Premises(catalog, shed, models, new JdbiAbsences(database)::until);
            shed.open(premises::restock);
            var settings = settings(checkpoint);
            neighbours = opened(new Neighbours(database, settings));
            var stores = neighbours.inTime(stores(database));
            engine = opened(new Engine(settings, premises, stores));
            neighbours.meet(engine);
            var preferences = new Preferences(new JdbiAgentChoices(database), clock);
            var channels = new Channels(config, engine, premises, stores, shared(preferences));
            premises.reach(channels);
            afterwards = opened(new Afterwards(config, database, clock));
            links = new LoginLinks(this::baseUrl, clock);
            outside = new CallbackDoor(key(), this::baseUrl, engine.questions());
            server = opened(server(cluster.notice(), catalog, stores, channels));
            knowsLocal = catalog.now().people().containsKey(LOCAL);
            // Before the server: pages that are being watched would keep it from stopping.
            channels.all().forEach(this::opened);
            engine.start(channels.all(), preferences::before);
            new Tasks(engine.frontDesk(), catalog).start();
            afterwards.start(engine.feed());
            server.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private Channels.Shared shared(Preferences preferences) {
        var mails = new EmailParts.Kept(database, clock);
        return new Channels.Shared(clock, preferences, mails, () -> baseUrl().toString());
    }

    private Database database() {
        var store = config.store();
        return Database.open(store.url(), store.user(), store.password().reveal(), clock);
    }

    private Engine.Stores stores(Database db) {
        return new Engine.Stores(
                new JdbiRunStore(db, clock),
                new JdbiOutbox(db),
                new JdbiPostbox(db),
                new JdbiArchive(db),
                new JdbiGrants(db));
    }

    private FileCatalog catalog(Map<String, List<Tool>> builtins) throws IOException {
        Map<String, Set<String>> names = builtins.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().stream()
                        .map(t -> t.spec().name())
                        .collect(Collectors.toSet())));
        var applied = Optional.of(config.data().resolve("applied"));
        var sources = new Sources(config.manifests(), applied, names, SlackGroups::named);
        var catalog = new FileCatalog(sources, new CelConditions()).watch();
        catalog.now().problems().forEach(p -> LOG.warn("{}", p));
        return catalog;
    }

    private EngineSettings settings(Checkpoint checkpoint) {
        var limits = config.limits();
        return new EngineSettings(
                Ids.fresh("node_"),
                clock,
                new Limits(
                        limits.turns(),
                        limits.callsPerTurn(),
                        Limits.DEFAULT.attempts(),
                        limits.runTokens()),
                limits.lease(),
                limits.modelCall(),
                limits.toolCall(),
                limits.openQuestions(),
                checkpoint);
    }

    private Meters meters(Engine.Stores stores) {
        var meters = new Meters();
        engine.feed().watchAll(new Metering(meters));
        meters.watch(
                stores.archive()::open,
                stores.outbox()::pending,
                () -> Duration.between(stores.postbox().oldest(clock.instant()), clock.instant()));
        return meters;
    }

    private ApiServer server(
            String notice, FileCatalog catalog, Engine.Stores stores, Channels channels)
            throws IOException {
        var meters = opened(meters(stores));
        channels.measure(meters);
        neighbours.measure(meters);
        var desk = new ConsoleDesk(engine, catalog, stores, shed::lacks, clock);
        var console = new WebConsole(
                webSettings(notice), desk, engine.questions(), links, channels.web(), clock);
        return new ApiServer(
                config,
                ports(catalog, stores, channels),
                tokens(catalog.now()),
                Stream.concat(channels.doors().stream(), Stream.of(outside)).toList(),
                List.of(console::mount),
                meters);
    }

    private Ports ports(FileCatalog catalog, Engine.Stores stores, Channels channels) {
        return new Ports(
                engine.frontDesk(),
                engine.questions(),
                catalog,
                stores.runs(),
                stores.archive(),
                engine.feed(),
                Masking::text,
                new Health(database, channels::troubles, neighbours.time()),
                person -> links.mint(person).toString(),
                shed::lacks,
                () -> watch.lines(catalog.now().models().values()),
                new Standings(
                        catalog::now, shed.sights(channels::names), new TaskRuns(stores.runs())),
                new GrantShelf(stores.grants(), engine, clock),
                afterwards.callbacks(),
                outside::link);
    }

    private byte[] key() throws IOException {
        return Keys.named("console-key", config).bytes();
    }

    private WebSettings webSettings(String notice) throws IOException {
        return new WebSettings(this::baseUrl, Set.of(), notice, key());
    }

    /** On this machine alone a token lies in the data folder, for the command line. */
    private List<Token> tokens(Snapshot catalog) throws IOException {
        var tokens = new ArrayList<>(config.api().tokens());
        if (catalog.people().containsKey(LOCAL)) {
            var local = LocalToken.keptIn(config.data());
            tokens.add(new Token("local", local, Optional.of(LOCAL), Set.of(Role.ADMIN)));
        }
        return tokens;
    }

    /** Where people reach the console; a port of 0 is known when the server listens. */
    public URI baseUrl() {
        var base = config.http().baseUrl();
        return config.http().port() == 0
                ? URI.create(base.getScheme() + "://" + base.getHost() + ":" + server.port())
                : base;
    }

    /** What a person at the terminal needs to know first. */
    public List<String> greeting() {
        var lines = new ArrayList<>(List.of("Countersign listens on " + baseUrl()));
        if (knowsLocal) {
            lines.add("Sign in once, within 15 minutes: " + links.mint(LOCAL));
            lines.add("Another link: countersign login-link " + LOCAL);
        }
        return lines;
    }

    public Engine engine() {
        return engine;
    }

    /** The cluster in this process, where nothing real is touched; none where it is a real one. */
    public Optional<Sandbox> sandbox() {
        return cluster.sandbox();
    }

    /** A cluster in this process that agents know by this name. */
    public Optional<Sandbox> sandbox(String name) {
        return cluster.sandbox(name);
    }

    /** Stops the parts in the opposite order; one that cannot stop does not hold up the others. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            var part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly: {}; the others are stopped", part, e.toString());
            }
        }
    }
}
