package dev.countersign.bot.crash;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.crash.Victim.Answer;
import dev.countersign.bot.crash.Victim.Home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/** Several processes of Countersign on one database and one cluster, some of which may be dead. */
final class Fleet implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(120);
    private static final int UNAVAILABLE = 503;
    private static final int MOST_STARTS = 10;

    private final Path folder;
    private final ClassData classes;
    private final History history;
    private final AtomicReferenceArray<Victim> processes;
    private final String settings;
    private final Map<String, String> environment;

    Fleet(Path folder, int size, String store, String cluster, History history) throws IOException {
        this.folder = folder;
        this.history = history;
        this.classes = new ClassData(folder);
        this.processes = new AtomicReferenceArray<>(size);
        var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [ { name: here, cluster: { server: "%s" } } ]
                users: [ { name: me, user: {} } ]
                contexts: [ { name: here, context: { cluster: here, user: me } } ]
                current-context: here
                """.formatted(cluster));
        environment = Map.of("KUBECONFIG", kubeconfig.toString());
        settings = """
                store: { url: "%s", user: postgres, password: postgres }
                kubernetes: { cluster: kubeconfig }
                limits: { lease: 5s }
                """.formatted(store);
        for (int i = 0; i < size; i++) {
            start(i);
        }
    }

    int size() {
        return processes.length();
    }

    /** Starts a process in the place of one that is gone. */
    void start(int i) throws IOException {
        var home = new Home(
                Files.createDirectories(folder.resolve("replica-" + i)), settings, environment);
        for (int tries = 1; !started(i, home, tries); tries++) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Without its database a process does not start; whoever runs it starts it again. */
    private boolean started(int i, Home home, int tries) throws IOException {
        try {
            processes.set(i, Victim.start(home, classes, ""));
            history.add("fleet", "replica " + i + " is there");
            return true;
        } catch (Victim.Ended ended) {
            history.add("fleet", "replica " + i + " did not start");
            if (tries == MOST_STARTS) {
                throw ended;
            }
            return false;
        }
    }

    void kill(int i) {
        history.add("fleet", "replica " + i + " is killed");
        processes.get(i).kill();
    }

    /** Stops it in good order, as a rolling upgrade does. */
    void retire(int i) {
        history.add("fleet", "replica " + i + " is stopped");
        processes.get(i).close();
    }

    /** All that are there now. */
    List<Victim> alive() {
        var alive = new ArrayList<Victim>();
        for (int i = 0; i < processes.length(); i++) {
            Optional.ofNullable(processes.get(i)).filter(Victim::isAlive).ifPresent(alive::add);
        }
        return alive;
    }

    Answer get(String path) {
        return any("GET " + path, victim -> victim.get(path));
    }

    Answer post(String path, String key, JsonNode body) {
        return any("POST " + path + " " + body, victim -> victim.post(path, key, body));
    }

    private interface Call {
        Answer to(Victim victim) throws IOException;
    }

    /** Asks one after the other, whichever is there, until one answers. */
    private Answer any(String what, Call call) {
        var end = System.nanoTime() + MOST_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var alive = alive();
            if (!alive.isEmpty()) {
                var one = alive.get(ThreadLocalRandom.current().nextInt(alive.size()));
                try {
                    var answer = call.to(one);
                    if (answer.status() != UNAVAILABLE) {
                        return answer;
                    }
                    history.add("client", what + " -> 503");
                } catch (IOException died) {
                    history.add("client", what + " -> no answer: " + died.getMessage());
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("nobody answered " + what + " within " + MOST_PATIENCE);
    }

    /** What all processes wrote down, of all their lives. */
    String logs() throws IOException {
        var all = new StringBuilder();
        for (int i = 0; i < processes.length(); i++) {
            all.append(Files.readString(folder.resolve("replica-" + i + "/log")));
        }
        return all.toString();
    }

    List<String> secrets() throws IOException {
        var secrets = new ArrayList<String>();
        for (int i = 0; i < processes.length(); i++) {
            var data = folder.resolve("replica-" + i + "/data");
            secrets.add(Files.readString(data.resolve("local-token")).strip());
        }
        return secrets;
    }

    @Override
    public void close() {
        for (int i = 0; i < processes.length(); i++) {
            Optional.ofNullable(processes.get(i)).ifPresent(Victim::kill);
        }
    }
}
