package dev.countersign.bot.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.bot.CrashPoint;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One process of Countersign on a folder, spoken to by its HTTP API until it dies. */
final class Victim implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int START_SECONDS = 60;
    private static final int END_SECONDS = 30;

    private final Path folder;
    private final Process process;
    private final PrintWriter in;
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private volatile String url = "";
    private String token = "";

    private Victim(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.in = new PrintWriter(process.outputWriter(), true);
        Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(this::heard));
    }

    /** A status and what came with it. */
    record Answer(int status, JsonNode body) {}

    /** The process did not get as far as to listen, and nobody killed it. */
    static final class Ended extends AssertionError {
        private static final long serialVersionUID = 1L;

        Ended(String what) {
            super(what);
        }
    }

    /** The process died; what it had not answered may or may not be kept. */
    static final class Died extends IOException {
        private static final long serialVersionUID = 1L;

        Died(String what) {
            super(what);
        }
    }

    /**
     * Starts on what the folder holds; {@code crashAt} is empty, or a point as in CrashPoint. It
     * may have died when this returns.
     */
    static Victim start(Path folder, ClassData classes, String crashAt) throws IOException {
        var store = "store: { url: \"jdbc:h2:file:" + folder + "/data/countersign\" }";
        return start(new Home(folder, store, Map.of()), classes, crashAt);
    }

    /** Where a process lives: its folder, what else its configuration says, its environment. */
    record Home(Path folder, String settings, Map<String, String> environment) {}

    static Victim start(Home home, ClassData classes, String crashAt) throws IOException {
        var folder = home.folder();
        var config = folder.resolve("countersign.yaml");
        Files.writeString(config, """
                data: %s/data
                http: { port: 0 }
                %s
                """.formatted(folder, home.settings()) + more(folder));
        var command = new ArrayList<>(classes.java());
        command.addAll(List.of(CrashChild.class.getName(), config.toString()));
        var builder = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().putAll(home.environment());
        builder.environment().put(CrashPoint.VARIABLE, crashAt);
        var victim = new Victim(folder, builder.start());
        victim.awaitListening();
        return victim;
    }

    /** What a test adds to the configuration of all its processes. */
    private static String more(Path folder) throws IOException {
        var more = folder.resolve("more.yaml");
        return Files.exists(more) ? Files.readString(more) : "";
    }

    private void awaitListening() throws IOException {
        CompletableFuture.anyOf(listening, process.onExit())
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .join();
        if (!isAlive() && process.exitValue() != CrashPoint.KILLED) {
            throw new Ended("it ended by itself: " + log());
        }
        if (isAlive()) {
            token = Files.readString(folder.resolve("data/local-token")).strip();
        }
    }

    private void heard(String line) {
        if (line.startsWith(CrashChild.LISTENS)) {
            url = line.substring(CrashChild.LISTENS.length());
            listening.complete(null);
        } else if (line.startsWith(CrashChild.STORED)) {
            stored.add(line.substring(CrashChild.STORED.length()));
        }
    }

    /** Where it listens; empty when it died before. */
    String url() {
        return url;
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    Answer get(String path) throws IOException {
        return send(at(path).GET());
    }

    Answer post(String path, String key, JsonNode body) throws IOException {
        return send(at(path).header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** What a meter without labels shows. */
    double metric(String name) throws IOException {
        return answer(at("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private HttpRequest.Builder at(String path) throws Died {
        if (url.isEmpty()) {
            throw new Died("it did not get as far as to listen");
        }
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        var answer = answer(request);
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) throws IOException {
        var ready = request.header("Authorization", "Bearer " + token)
                .timeout(ANSWER)
                .build();
        try {
            return http.send(ready, BodyHandlers.ofString());
        } catch (IOException gone) {
            throw new Died(ready.uri() + ": " + gone);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Brings a delivery as a channel does. */
    void brings(String delivery, String text) {
        in.println(delivery + " " + text);
    }

    boolean hasStored(String delivery) {
        return stored.contains(delivery);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As kill -9. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Lets it stop in good order. */
    @Override
    public void close() {
        in.close();
        process.onExit()
                .completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS)
                .join();
        kill();
    }
}
