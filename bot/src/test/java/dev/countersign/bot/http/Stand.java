package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Applied;
import dev.countersign.agent.catalog.Catalog;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.engine.Feed;
import dev.countersign.agent.engine.FrontDesk;
import dev.countersign.agent.run.MapStore;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Step;
import dev.countersign.agent.run.StoreSamples;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Config.Role;
import dev.countersign.bot.config.Config.Token;
import dev.countersign.bot.config.Secret;
import dev.countersign.bot.meters.Meters;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Person;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A real server over small stand-ins for the parts behind it. */
final class Stand implements AutoCloseable {

    static final String DANA = "dana-secret";
    static final String CI = "ci-secret";
    static final String ADMIN = "admin-secret";
    static final String PORTAL = "portal-secret";
    static final String GHOST = "ghost-secret";

    final Desk desk = new Desk();
    final Judge judge = new Judge();
    final Shelf catalog = new Shelf();
    final MapStore store = new MapStore(() -> StoreSamples.NOON);
    final Wire feed = new Wire();
    final List<String> causes = new ArrayList<>();
    final Meters meters = new Meters();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ApiServer server;

    Stand() {
        this(List.of());
    }

    Stand(List<HttpDoor> doors) {
        var base = Config.embedded();
        var here = new Config.Http("127.0.0.1", 0, base.http().baseUrl());
        var config = new Config(
                base.data(),
                here,
                base.store(),
                base.api(),
                base.manifests(),
                base.kubernetes(),
                base.slack(),
                base.email(),
                base.limits());
        var ports = new Ports(
                desk,
                judge,
                catalog,
                store,
                store.archive(),
                feed,
                text -> text.replace("hunter2", "***"),
                () -> causes,
                person -> "http://127.0.0.1/login/" + person);
        server = new ApiServer(config, ports, tokens(), doors, List.of(), meters).start();
    }

    private static List<Token> tokens() {
        return List.of(
                token("dana-cli", DANA, Optional.of("dana"), Set.of()),
                token("ci", CI, Optional.empty(), Set.of(Role.OPERATOR)),
                token("boss", ADMIN, Optional.empty(), Set.of(Role.ADMIN)),
                token("portal", PORTAL, Optional.empty(), Set.of(Role.FRONT_END)),
                token("ghost", GHOST, Optional.of("nobody"), Set.of()));
    }

    private static Token token(
            String name, String value, Optional<String> person, Set<Role> roles) {
        return new Token(name, new Secret(value), person, roles);
    }

    Reply get(String path) {
        return send(DANA, "GET", path, "");
    }

    Reply post(String path, String body) {
        return send(DANA, "POST", path, body);
    }

    Reply send(String token, String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(answer);
        } catch (IOException failed) {
            throw new AssertionError("no answer to " + method + " " + path, failed);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpClient http() {
        return http;
    }

    /** A run that waits with one question, "q_1". */
    Run waiting(String id) {
        var question = StoreSamples.question("q_1", "c_1", StoreSamples.NOON.plusSeconds(60));
        var gated = new dev.countersign.agent.run.CallState.Gated(new QuestionKey("q_1"));
        var fresh = StoreSamples.fresh(id);
        var first = store.commit(StoreSamples.idle(fresh, StoreSamples.saying(fresh, "delete it")));
        var acting = StoreSamples.acting(first, StoreSamples.call("c_1", 0, gated))
                .asking(List.of(question));
        return store.commit(StoreSamples.idle(first, changed(first, acting)));
    }

    private static Step changed(Run before, Run after) {
        return StoreSamples.saying(before).then(Step.stay(after));
    }

    @Override
    public void close() {
        server.close();
        meters.close();
        http.close();
    }

    /** An answer, as JSON where it is. */
    record Reply(HttpResponse<String> raw) {

        int status() {
            return raw.statusCode();
        }

        JsonNode json() {
            try {
                return Body.JSON.readTree(raw.body());
            } catch (IOException notJson) {
                throw new AssertionError("not JSON: " + raw.body(), notJson);
            }
        }

        String type() {
            return raw.headers().firstValue("Content-Type").orElse("");
        }

        String detail() {
            return json().path("detail").asText();
        }
    }

    /** Takes every word, and remembers which delivery started which run. */
    static final class Desk implements FrontDesk {

        final List<Words> words = new CopyOnWriteArrayList<>();
        final List<String> cancelled = new CopyOnWriteArrayList<>();
        private final Map<DeliveryId, String> started = new ConcurrentHashMap<>();
        Optional<Answer> always = Optional.empty();
        Optional<RuntimeException> broken = Optional.empty();

        @Override
        public Answer say(Words said) {
            broken.ifPresent(failure -> {
                throw failure;
            });
            words.add(said);
            return always.orElseGet(() -> new Answer.Taken(
                    started.computeIfAbsent(said.delivery(), d -> "r_" + (started.size() + 1))));
        }

        @Override
        public Answer say(String run, String text, String person, DeliveryId delivery) {
            words.add(new Words("", text, person, StoreSamples.PLACE, delivery));
            return always.orElseGet(() -> new Answer.Taken(run));
        }

        @Override
        public Answer cancel(String run, String person) {
            cancelled.add(run + " by " + person);
            return always.orElseGet(() -> new Answer.Taken(run));
        }
    }

    /** Gives every choice the verdict it was told to give. */
    static final class Judge implements Questions {

        final List<Inbound.Chose> chosen = new CopyOnWriteArrayList<>();
        Verdict verdict = Verdict.RECORDED;
        List<Shown> inbox = List.of();

        @Override
        public Optional<Shown> find(QuestionKey key) {
            return Optional.empty();
        }

        @Override
        public List<Shown> openFor(String person) {
            return person.equals("dana") ? inbox : List.of();
        }

        @Override
        public Reply decide(Inbound.Chose chose) {
            chosen.add(chose);
            return new Reply(verdict, "This was " + verdict + ".");
        }
    }

    /** Two people, one agent, and whatever becomes of documents. */
    static final class Shelf implements Catalog {

        final List<String> applied = new CopyOnWriteArrayList<>();
        Applied next = new Applied(List.of("Agent a"), List.of(), List.of());

        @Override
        public Snapshot now() {
            var agent = new AgentSpec(
                    "hitl-agent", "", "m", "", List.of(), Optional.empty(), List.of(), true);
            var none = Snapshot.EMPTY;
            return new Snapshot(
                    Map.of("hitl-agent", agent),
                    none.models(),
                    none.policies(),
                    Map.of("dana", person("dana"), "ana", person("ana")),
                    none.channels(),
                    none.tasks(),
                    none.problems());
        }

        private static Person person(String name) {
            return new Person(name, Set.of(), Map.of());
        }

        @Override
        public void onChange(Consumer<Snapshot> listener) {
            listener.accept(now());
        }

        @Override
        public Applied apply(String yaml) {
            applied.add(yaml);
            return next;
        }

        @Override
        public void close() {
            applied.clear();
        }
    }

    /** Passes on what it is told. */
    static final class Wire implements Feed {

        final Set<Consumer<Stirring>> listeners = ConcurrentHashMap.newKeySet();

        void tell(Stirring stirring) {
            listeners.forEach(listener -> listener.accept(stirring));
        }

        @Override
        public Subscription watch(String run, Consumer<Stirring> listener) {
            return watchAll(listener);
        }

        @Override
        public Subscription watchAll(Consumer<Stirring> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
