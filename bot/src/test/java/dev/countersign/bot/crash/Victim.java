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
public final class Victim implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int START_SECONDS = 120;
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
    public record Answer(int status, JsonNode body) {}

    /** The process did not get as far as to listen, and nobody killed it. */
    public static final class Ended extends AssertionError {
        private static final long serialVersionUID = 1L;

        Ended(String what) {
            super(what);
        }
    }

    /** The process died; what it had not answered may or may not be kept. */
    public static final class Died extends IOException {
        private static final long serialVersionUID = 1L;

        Died(String what) {
            super(what);
        }
    }

    /** Where a process lives: its folder, the rest of its configuration, its environment. */
    public record Home(Path folder, String settings, Map<String, String> environment) {
        /** On an H2 file in the folder, with what else is said. */
        static Home onFile(Path folder, String... settings) {
            var store = "store: { url: \"jdbc:h2:file:" + folder + "/data/countersign\" }\n";
            return new Home(folder, store + String.join("\n", settings), Map.of());
        }
    }

    /**
     * Starts on what the folder holds; {@code crashAt} is empty, or a point as in CrashPoint. It
     * may have died when this returns.
     */
    public static Victim start(Home home, String crashAt) throws IOException {
        var folder = home.folder();
        var config = folder.resolve("countersign.yaml");
        Files.writeString(config, """
                data: %s/data
                http: { port: 0 }
                %s
                """.formatted(folder, home.settings()));
        var command = new ArrayList<>(ClassData.shared().java());
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
    public String url() {
        return url;
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    public Answer get(String path) throws IOException {
        return send(at(path).GET(), token);
    }

    public Answer post(String path, String key, JsonNode body) throws IOException {
        return post(path, key, body, token);
    }

    /** Says it in the name of whoever has this token. */
    public Answer post(String path, String key, JsonNode body, String whose) throws IOException {
        var request = at(path).header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body.toString()));
        return send(request, whose);
    }

    /** A page or an export as it comes, for somebody who may look at everything. */
    public HttpResponse<String> text(String path) throws IOException {
        return answer(at(path).GET(), token);
    }

    /** What a browser sends that nobody has signed in to. */
    public HttpResponse<String> posts(String path, String form) throws IOException {
        var type = "application/x-www-form-urlencoded";
        return answer(
                at(path).header("Content-Type", type).POST(BodyPublishers.ofString(form)), "");
    }

    /** What a meter without labels shows. */
    public double metric(String name) throws IOException {
        return answer(at("/metrics"), "")
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

    private Answer send(HttpRequest.Builder request, String whose) throws IOException {
        var answer = answer(request, whose);
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    private HttpResponse<String> answer(HttpRequest.Builder request, String whose)
            throws IOException {
        request.timeout(ANSWER);
        if (!whose.isEmpty()) {
            request.header("Authorization", "Bearer " + whose);
        }
        var ready = request.build();
        try {
            return http.send(ready, BodyHandlers.ofString());
        } catch (IOException gone) {
            throw new Died(ready.uri() + ": " + gone);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** From now on its clock is so far from the right time. */
    public void isOff(Duration skew) {
        in.println(CrashChild.CLOCK + " " + skew);
    }

    /** No file of it may grow beyond this: to it, the disk is full. */
    public void mayWrite(String most) throws IOException {
        var pid = Long.toString(process.pid());
        var limit = new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + most).start();
        if (limit.onExit().join().exitValue() != 0) {
            throw new IOException("the limit of " + this + " cannot be set");
        }
    }

    /** Brings a delivery as a channel does. */
    void brings(String delivery, String text) {
        in.println(delivery + " " + text);
    }

    boolean hasStored(String delivery) {
        return stored.contains(delivery);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As kill -9. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Lets it stop in good order, as a platform does: SIGTERM, and the worst after a while. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS)
                .join();
        kill();
    }
}
