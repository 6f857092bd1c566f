package dev.countersign.agent.tool.kubernetes;

import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An API server that says what it is told to say, keeps objects, and remembers questions. */
final class ScriptedApi implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CORE = """
            {"kind":"APIResourceList","resources":[
             {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod",
              "shortNames":["po"],"verbs":["get","list"]},
             {"name":"configmaps","singularName":"configmap","namespaced":true,
              "kind":"ConfigMap","shortNames":["cm"],"verbs":["get","list"]},
             {"name":"services","singularName":"service","namespaced":true,
              "kind":"Service","verbs":["get"]},
             {"name":"secrets","singularName":"secret","namespaced":true,"kind":"Secret",
              "verbs":["get"]},
             {"name":"events","singularName":"event","namespaced":true,"kind":"Event",
              "verbs":["get"]},
             {"name":"namespaces","singularName":"namespace","namespaced":false,
              "kind":"Namespace","shortNames":["ns"],"verbs":["get"]}]}""";
    private static final String APPS = """
            {"kind":"APIResourceList","resources":[
             {"name":"deployments","singularName":"deployment","namespaced":true,
              "kind":"Deployment","shortNames":["deploy"],"verbs":["get"]},
             {"name":"deployments/scale","namespaced":true,"kind":"Scale","verbs":["get"]},
             {"name":"replicasets","singularName":"replicaset","namespaced":true,
              "kind":"ReplicaSet","shortNames":["rs"],"verbs":["get"]}]}""";
    private static final String GROUPS = """
            {"kind":"APIGroupList","groups":[{"name":"apps",
             "versions":[{"groupVersion":"apps/v1","version":"v1"}],
             "preferredVersion":{"groupVersion":"apps/v1","version":"v1"}}]}""";

    /** What is said to one kind of request. */
    @FunctionalInterface
    interface Script {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final LoopbackServer server;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private volatile Optional<Script> everythingElse = Optional.empty();
    private final Map<String, Runnable> interludes = new ConcurrentHashMap<>();
    private final TinyCluster cluster = new TinyCluster();
    private final CountDownLatch closing = new CountDownLatch(1);
    final List<String> impersonated = new CopyOnWriteArrayList<>();
    final List<String> tokens = new CopyOnWriteArrayList<>();
    final List<String> agents = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();

    ScriptedApi() {
        on("GET /api/v1", says(200, CORE));
        on("GET /apis", says(200, GROUPS));
        on("GET /apis/apps/v1", says(200, APPS));
        server = new LoopbackServer("/", this::answer);
    }

    URI address() {
        return URI.create(server.address());
    }

    /** {@code what} is method and path, with {@code ?dryRun} after it for a dry run. */
    ScriptedApi on(String what, Script script) {
        scripts.put(what, script);
        return this;
    }

    /** What is said to everything that has no script of its own. */
    void otherwise(Script script) {
        everythingElse = Optional.of(script);
    }

    /** Something that happens once, just before this request is answered. */
    void before(String what, Runnable happens) {
        interludes.put(what, happens);
    }

    static Script says(int code, String json) {
        return exchange -> LoopbackServer.send(exchange, code, "application/json", json);
    }

    static Script status(int code, String reason, String message) {
        return says(
                code,
                "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"" + reason
                        + "\",\"message\":\"" + message + "\",\"code\":" + code + "}");
    }

    /** The answer never comes while this server lives. */
    Script silence() {
        return exchange -> closing.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String body = LoopbackServer.body(exchange);
        var uri = exchange.getRequestURI();
        boolean dry = String.valueOf(uri.getQuery()).contains("dryRun=All");
        String what = exchange.getRequestMethod() + " " + uri.getPath() + (dry ? "?dryRun" : "");
        asked.add(what);
        var headers = exchange.getRequestHeaders();
        agents.add(what + " " + headers.getFirst("User-Agent"));
        tokens.add(String.valueOf(headers.getFirst("Authorization")));
        if (headers.containsKey("Impersonate-User")) {
            impersonated.add(
                    headers.getFirst("Impersonate-User") + " " + headers.get("Impersonate-Group"));
        }
        Runnable interlude = interludes.remove(what);
        if (interlude != null) {
            interlude.run();
        }
        Script script = scripts.getOrDefault(what, everythingElse.orElse(null));
        if (script == null) {
            var said = cluster.answer(exchange.getRequestMethod(), uri.getPath(), dry, body);
            script = says(said.code(), said.body().toString());
        }
        script.answer(exchange);
    }

    @Override
    public void close() {
        closing.countDown();
        server.close();
    }
}
