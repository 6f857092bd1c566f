package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.grant.Grants;
import dev.countersign.agent.run.MapStore;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.Step;
import dev.countersign.agent.run.StoreSamples;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Config.Role;
import dev.countersign.bot.config.Config.Token;
import dev.countersign.bot.config.Secret;
import dev.countersign.bot.meters.Meters;
import dev.countersign.bot.models.ModelWatch;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.QuestionKey;
import dev.countersign.store.callback.KeptCallback;

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
import java.util.Optional;
import java.util.Set;

/** A real server over small stand-ins for the parts behind it. */
final class Stand implements AutoCloseable {

    static final String DANA = "dana-secret";
    static final String CI = "ci-secret";
    static final String ADMIN = "admin-secret";
    static final String PORTAL = "portal-secret";
    static final String GHOST = "ghost-secret";

    final FakeDesk desk = new FakeDesk();
    final FakeQuestions judge = new FakeQuestions();
    final FakeCatalog catalog = new FakeCatalog();
    final MapStore store = new MapStore(() -> StoreSamples.NOON);
    final FakeFeed feed = new FakeFeed();
    final List<String> causes = new ArrayList<>();
    final Meters meters = new Meters();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ApiServer server;

    Stand() {
        this(List.of());
    }

    List<ModelWatch.Line> models = List.of();

    Stand(List<HttpDoor> doors) {
        this(doors, 0);
    }

    Stand(List<HttpDoor> doors, int port) {
        var base = Config.embedded();
        var here = new Config.Http("127.0.0.1", port, base.http().baseUrl());
        var config = new Config(
                base.data(),
                here,
                base.store(),
                base.api(),
                base.manifests(),
                base.kubernetes(),
                base.slack(),
                base.email(),
                base.callbacks(),
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
                person -> "http://127.0.0.1/login/" + person,
                agent -> List.of(),
                () -> models,
                List::of,
                new NoGrants(),
                new NoCallbacks(),
                q -> Optional.empty());
        server = new ApiServer(config, ports, tokens(), doors, List.of(), meters).start();
    }

    /** Nobody has granted anything here. */
    private static final class NoGrants implements Ports.GrantBook {
        @Override
        public List<Grants.Held> alive() {
            return List.of();
        }

        @Override
        public boolean revoke(String id, String by) {
            return false;
        }
    }

    /** No program is told of anything here. */
    private static final class NoCallbacks implements Ports.CallbackBook {
        @Override
        public List<KeptCallback> in(KeptCallback.State state, int most) {
            return List.of();
        }

        @Override
        public boolean replay(long id) {
            return false;
        }
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
        return waiting(id, "q_1");
    }

    Run waiting(String id, String key) {
        var question = StoreSamples.question(key, "c_1", StoreSamples.NOON.plusSeconds(60));
        var gated = new dev.countersign.agent.run.CallState.Gated(new QuestionKey(key));
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
}
