package dev.countersign.bot.story;

import dev.countersign.agent.engine.Checkpoint;
import dev.countersign.bot.Assembly;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.bot.config.LocalToken;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The whole product for the stories of one class: the real assembly with an H2 file and a sandbox
 * cluster in a folder of its own, and people at its doors.
 */
public final class House implements BeforeAllCallback, AfterAllCallback {
    private static final Path EXAMPLE = Path.of("..", "manifests", "examples", "hitl-agent.yaml");

    private final List<String> people;
    private final Map<String, String> described = new LinkedHashMap<>();
    private final List<String> manifests = new ArrayList<>();
    private final List<Supplier<String>> settings = new ArrayList<>();
    private final GivenClock clock = new GivenClock();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private boolean onPostgres;
    private Optional<Legacy> left = Optional.empty();
    private Optional<Postgres> postgres = Optional.empty();
    private Path folder;
    private Assembly assembly;
    private int port;

    private House(List<String> people) {
        this.people = people;
    }

    /** A house where these people live, as in {@code "li in platform, oncall"}. */
    public static House with(String... people) {
        return new House(List.of(people));
    }

    /** As it starts without any configuration: one local person, and the agent that is built in. */
    public static House asShipped() {
        return new House(List.of());
    }

    /** One more who lives here, as a manifest describes them. */
    public House person(String name, String spec) {
        described.put(name, spec);
        return this;
    }

    /** An agent of this name that asks about all that it changes, on these terms. */
    public House under(String name, String terms) {
        return manifest(Papers.agentUnder(name, terms));
    }

    /** Adds a manifest before it starts. */
    public House manifest(String yaml) {
        manifests.add(yaml);
        return this;
    }

    /** Keeps its runs in a PostgreSQL of its own instead of a file. */
    public House onPostgres() {
        onPostgres = true;
        return this;
    }

    /** Begins with what an earlier release left behind, and when it did. */
    public House leftBehind(Legacy legacy) {
        left = Optional.of(legacy);
        return this;
    }

    public Postgres postgres() {
        return postgres.orElseThrow();
    }

    /** Adds a part of countersign.yaml. */
    public House setting(String yaml) {
        return setting(() -> yaml);
    }

    /** Adds a part that is known when it starts. */
    public House setting(Supplier<String> yaml) {
        settings.add(yaml);
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("countersign-house");
        if (onPostgres) {
            postgres = Optional.of(new Postgres());
        }
        if (!people.isEmpty()) {
            var yaml = Files.createDirectory(folder.resolve("manifests"));
            Files.copy(EXAMPLE, yaml.resolve("hitl-agent.yaml"));
            Files.writeString(yaml.resolve("people.yaml"), Papers.people(people, described));
            for (int i = 0; i < manifests.size(); i++) {
                Files.writeString(yaml.resolve("story-" + i + ".yaml"), manifests.get(i));
            }
        }
        left.ifPresent(it -> it.takeOver(folder.resolve("data"), clock));
        start();
    }

    private void start() throws IOException {
        var file = folder.resolve("countersign.yaml");
        Files.writeString(file, configuration());
        assembly = new Assembly(ConfigFile.read(file, Map.of()), clock, Checkpoint.NONE);
        port = assembly.baseUrl().getPort();
        clock.onPassing(assembly.engine()::wake);
    }

    private String configuration() {
        var yaml = new StringBuilder();
        yaml.append("data: ").append(folder.resolve("data")).append("\n");
        yaml.append("http: { port: ").append(port).append(" }\n");
        yaml.append("store: ").append(store()).append("\n");
        if (!people.isEmpty()) {
            yaml.append("manifests: [ ").append(folder.resolve("manifests")).append(" ]\n");
            yaml.append("api:\n  tokens:\n");
            names().forEach(p -> yaml.append(
                    "    - { name: %s-t, value: %s, person: %s }\n".formatted(p, token(p), p)));
            for (var role : List.of("admin", "operator", "front-end")) {
                yaml.append("    - { name: %s, value: %s, roles: [%s] }\n"
                        .formatted(role, token(role), role));
            }
        }
        settings.forEach(part -> yaml.append(part.get()).append("\n"));
        return yaml.toString();
    }

    private String store() {
        var file = folder.resolve("data").resolve("countersign");
        return postgres.map(Postgres::url)
                .map("{ url: \"%s\", user: postgres, password: postgres }"::formatted)
                .orElse("{ url: \"jdbc:h2:file:" + file + "\" }");
    }

    private List<String> names() {
        var named = people.stream().map(person -> person.split(" in ")[0]);
        return Stream.concat(named, described.keySet().stream()).toList();
    }

    /** What somebody in a house speaks to the API with. */
    static String token(String name) {
        return name + "-has-a-secret-of-its-own";
    }

    /** Somebody writes something else into the manifests; it counts when the folder was read. */
    public void rewrites(String before, String after) {
        try (var files = Files.list(folder.resolve("manifests"))) {
            for (var file : files.toList()) {
                var text = Files.readString(file);
                if (text.contains(before)) {
                    Files.writeString(file, text.replace(before, after));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process ends and begins again, at the same address and on the same data. */
    public void restarts() {
        assembly.close();
        begin();
    }

    /** Starts again what was stopped. */
    public void begin() {
        try {
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stops() {
        assembly.close();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        assembly.close();
        if (postgres.isPresent()) {
            postgres.get().close();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public URI url() {
        return assembly.baseUrl();
    }

    public Path folder() {
        return folder;
    }

    public GivenClock clock() {
        return clock;
    }

    public ClusterWatch cluster() {
        return new ClusterWatch(() -> assembly.sandbox().orElseThrow().tally());
    }

    /** The sandbox that agents know by this name. */
    public ClusterWatch cluster(String name) {
        return new ClusterWatch(() -> assembly.sandbox(name).orElseThrow().tally());
    }

    /** Where somebody with kubectl reaches the sandbox. */
    public URI clusterUrl() {
        return URI.create(assembly.sandbox().orElseThrow().url());
    }

    /** A person, or {@code admin}, {@code operator}, {@code front-end}, by the HTTP API. */
    public ApiCaller api(String name) {
        return new ApiCaller(http, this::url, people.isEmpty() ? localToken() : token(name));
    }

    /** Somebody without a token. */
    public ApiCaller stranger() {
        return new ApiCaller(http, this::url, "");
    }

    /** A person at a terminal. */
    public Shell cli(String name) {
        return new Shell(this::url, people.isEmpty() ? localToken() : token(name));
    }

    /** A person in a browser of their own, signed in by a one-time link. */
    public Tab browser(String name) {
        return Chromium.shared().opens(this, name, Screen.DESK);
    }

    public Tab browser(String name, Screen screen) {
        return Chromium.shared().opens(this, name, screen);
    }

    String loginLink(String name) {
        var admin = api("admin");
        var reply = admin.post("/api/v1/login-links", ApiCaller.object().put("person", name));
        return reply.at("link").asText();
    }

    private String localToken() {
        try {
            return LocalToken.findIn(folder.resolve("data")).orElseThrow().reveal();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
