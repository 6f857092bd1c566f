package dev.countersign.bot.story;

import dev.countersign.bot.Main;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The server in a process of its own: what that costs is its cost alone. */
final class OwnProcess implements AutoCloseable {
    private static final String LISTENS = "Countersign listens on ";
    private static final int START_SECONDS = 120;
    /** The launcher keeps what the JVM has learned when it stops. */
    private static final int STOP_SECONDS = 120;

    private final Process process;
    private final CompletableFuture<URI> listening = new CompletableFuture<>();

    private OwnProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(this::heard));
    }

    /** As from the class path of this test. */
    static OwnProcess ofClasses(Path config) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        return start(config, Path.of(""), List.of(java, "-cp", classes, Main.class.getName()));
    }

    /** As people start it; what it learns is kept in a folder. */
    static OwnProcess ofLauncher(Path config, Path learned) throws IOException {
        return start(
                config, learned, List.of(Path.of("countersign").toAbsolutePath().toString()));
    }

    private static OwnProcess start(Path config, Path learned, List<String> beginning)
            throws IOException {
        var command = new ArrayList<>(beginning);
        command.addAll(List.of("--config", config.toString()));
        var builder = new ProcessBuilder(command)
                .redirectError(config.resolveSibling("log").toFile());
        builder.environment().put("XDG_CACHE_HOME", learned.toString());
        var started = new OwnProcess(builder.start());
        CompletableFuture.anyOf(started.listening, started.process.onExit())
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .join();
        return started;
    }

    private void heard(String line) {
        if (line.startsWith(LISTENS)) {
            listening.complete(URI.create(line.substring(LISTENS.length()).strip()));
        }
    }

    URI url() {
        return listening.getNow(URI.create("http://127.0.0.1:1"));
    }

    /** Of the whole process: also its compiler and its collector. */
    Duration processor() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** What it has in memory now, in MB, where the system tells. */
    long resident() throws IOException {
        var status = new File("/proc/" + process.pid() + "/status").toPath();
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    @Override
    public void close() {
        // By its handle: the process itself would close what is still being read.
        process.toHandle().destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
