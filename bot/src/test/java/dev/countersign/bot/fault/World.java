package dev.countersign.bot.fault;

import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Tally;
import dev.countersign.bot.crash.Victim.Home;
import dev.countersign.bot.story.Listener;
import dev.countersign.bot.story.PostOffice;
import dev.countersign.bot.story.Postgres;
import dev.countersign.channels.slack.fake.FakeSlack;
import dev.countersign.channels.slack.fake.Seen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All that a run of faults needs: the servers, the wires to them, the processes, the people. */
final class World implements AutoCloseable {
    static final int PEOPLE = 8;
    private static final String STORE_PASSWORD = "nobody-but-the-store-knows-it";
    private static final String SHARED_KEY = "only-the-three-servers-know-this-key";
    private static final String CALLBACK_SECRET = "whsec_bm90IGEgcmVhbCBzZWNyZXQgYXQgYWxs";
    private static final List<String> NAMES =
            IntStream.rangeClosed(1, PEOPLE).mapToObj(i -> "p" + i).toList();

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final History history = new History();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Path folder;
    private final Optional<Postgres> postgres;
    private final Sandbox cluster;
    private final FakeSlack slack;
    private final PostOffice mail;
    private final Listener listener;
    private final Wires wires;
    private final Fleet fleet;

    /** What lies between the processes and each server. */
    record Wires(Optional<Relay> store, Relay tools, Relay slack, Relay mail, Relay callbacks) {}

    private World(Path folder, int replicas, Optional<Postgres> postgres) throws IOException {
        this.folder = folder;
        this.postgres = postgres;
        postgres.ifPresent(open::push);
        cluster = opened(Sandbox.start(SandboxSettings.inMemory(Clock.systemUTC())));
        slack = opened(new FakeSlack(InstantSource.system()).with(NAMES.toArray(String[]::new)));
        mail = opened(PostOffice.of(NAMES.toArray(String[]::new)));
        listener = opened(new Listener());
        wires = new Wires(
                postgres.isPresent()
                        ? Optional.of(
                                wire(URI.create(postgres.get().url().substring("jdbc:".length()))
                                        .getPort()))
                        : Optional.empty(),
                wire(URI.create(cluster.url()).getPort()),
                wire(slack.apiUrl().getPort()),
                wire(mail.smtpPort()),
                wire(URI.create(listener.url()).getPort()));
        manifests();
        fleet = opened(new Fleet(homes(replicas), history));
        // Slack knows one address; behind it is whoever is there.
        var front = opened(new Relay(this::anybody));
        slack.deliversTo(URI.create("http://127.0.0.1:" + front.port() + "/slack/events"));
        knowSecrets();
    }

    /** Several processes on one PostgreSQL. */
    static World onPostgres(Path folder, int replicas) throws IOException {
        return new World(folder, replicas, Optional.of(new Postgres()));
    }

    /** One process on a file. */
    static World onFile(Path folder) throws IOException {
        return new World(folder, 1, Optional.empty());
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private Relay wire(int port) throws IOException {
        return opened(Relay.to(port));
    }

    private InetSocketAddress anybody() {
        int port = fleet.someone().map(one -> URI.create(one.url()).getPort()).orElse(0);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void manifests() throws IOException {
        var yaml = new StringBuilder("""
                apiVersion: countersign.dev/v1alpha1
                kind: Person
                metadata: { name: local }
                spec: {}
                """);
        for (var name : NAMES) {
            var groups = name.equals("p7") ? "approvers, post" : "approvers";
            yaml.append("""
                    ---
                    apiVersion: countersign.dev/v1alpha1
                    kind: Person
                    metadata: { name: %s }
                    spec: { emails: [%s@example.com], slack: %s, groups: [%s] }
                    """.formatted(name, name, FakeSlack.id(name), groups));
        }
        yaml.append("""
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: ApprovalPolicy
                metadata: { name: soon-over }
                spec: { rules: [ { match: {}, decision: ask, expireAfter: 6s } ] }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: soon-over }
                spec: { llmRef: { name: commands }, tools: [ { builtin: kubernetes } ],
                        policyRef: { name: soon-over } }
                """);
        asksBy(yaml, "mail", "post", "email: { address: leads@example.com }", "email");
        asksBy(yaml, "slack", "approvers", "slack: { channelOrUserID: C0OPS }", "slack");
        Files.writeString(folder.resolve("world.yaml"), yaml);
    }

    private static void asksBy(
            StringBuilder yaml, String way, String group, String channel, String type) {
        yaml.append("""
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: ContactChannel
                metadata: { name: the-%1$s }
                spec: { type: %4$s, %3$s }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: ApprovalPolicy
                metadata: { name: by-%1$s }
                spec:
                  rules:
                    - match: { class: [write, destructive] }
                      decision: ask
                      approvers: { groups: [%2$s], self: allow }
                      channels: [the-%1$s]
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: by-%1$s }
                spec:
                  llmRef: { name: commands }
                  tools: [ { builtin: kubernetes } ]
                  policyRef: { name: by-%1$s }
                """.formatted(way, group, channel, type));
    }

    private List<Home> homes(int replicas) throws IOException {
        var kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [ { name: here, cluster: { server: "http://127.0.0.1:%d" } } ]
                users: [ { name: me, user: {} } ]
                contexts: [ { name: here, context: { cluster: here, user: me } } ]
                current-context: here
                """.formatted(wires.tools().port()));
        var homes = new ArrayList<Home>();
        for (int i = 0; i < replicas; i++) {
            var home = Files.createDirectories(folder.resolve("replica-" + i));
            homes.add(new Home(home, settings(home), Map.of("KUBECONFIG", kubeconfig.toString())));
        }
        return homes;
    }

    private String settings(Path home) throws IOException {
        var store = wires.store()
                .map(wire -> "url: \"jdbc:postgresql://127.0.0.1:" + wire.port()
                        + "/postgres\", user: postgres, password: " + STORE_PASSWORD
                        + ", key: " + SHARED_KEY)
                .orElse("url: \"jdbc:h2:file:" + home + "/data/countersign\"");
        var tokens = new StringBuilder();
        NAMES.forEach(p -> tokens.append(
                "    - { name: %s-t, value: %s, person: %s }\n".formatted(p, token(p), p)));
        return """
                store: { %s }
                kubernetes: { cluster: kubeconfig }
                limits: { lease: 5s }
                manifests: [ %s, %s ]
                callbacks: [ { name: portal, url: "http://127.0.0.1:%d/", secret: %s } ]
                slack: { botToken: %s, signingSecret: %s, agent: by-slack,
                         apiUrl: "http://127.0.0.1:%d/api/" }
                %s
                api:
                  tokens:
                %s""".formatted(
                store,
                folder.resolve("world.yaml"),
                Path.of("..", "manifests", "examples", "hitl-agent.yaml").toRealPath(),
                wires.callbacks().port(),
                CALLBACK_SECRET,
                FakeSlack.BOT_TOKEN,
                FakeSlack.SIGNING_SECRET,
                wires.slack().port(),
                mail.setting("by-mail", wires.mail().port()),
                tokens);
    }

    private void knowSecrets() {
        NAMES.forEach(p -> secrets.put(token(p), "the token of " + p));
        secret("the password of the store", STORE_PASSWORD);
        secret("the secret of callbacks", CALLBACK_SECRET);
        secret("the token of Slack", FakeSlack.BOT_TOKEN);
        secret("the signing secret of Slack", FakeSlack.SIGNING_SECRET);
        secret("the password of the mailbox", PostOffice.PASSWORD);
    }

    static String token(String person) {
        return person + "-has-a-secret-of-its-own";
    }

    /** Something that must not be in a log. */
    void secret(String name, String value) {
        secrets.put(value, name);
    }

    Map<String, String> secrets() {
        return secrets;
    }

    /** What everybody in Slack reads about this object. */
    Stream<Seen> cards(String object) {
        var name = Pattern.compile("\\b" + object + "\\b");
        return slack.messages().stream()
                .filter(seen -> name.matcher(seen.words()).find());
    }

    /** How often the cluster saw this object change. */
    int changes(String object) {
        return cluster.tally().lines().stream()
                .filter(line -> line.mark().name().equals(object))
                .mapToInt(Tally.Line::changed)
                .sum();
    }

    History history() {
        return history;
    }

    Optional<Postgres> postgres() {
        return postgres;
    }

    Sandbox cluster() {
        return cluster;
    }

    FakeSlack slack() {
        return slack;
    }

    PostOffice mail() {
        return mail;
    }

    Listener listener() {
        return listener;
    }

    Wires wires() {
        return wires;
    }

    Fleet fleet() {
        return fleet;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
