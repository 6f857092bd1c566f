package dev.countersign.agent.tool.mcp;

import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.tool.Tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The tool servers of the catalog, each supervised on its own. Used by many threads at once. */
public final class McpServers implements AutoCloseable {
    private final Function<SecretRef, String> secrets;
    private final Pace pace;
    private final Map<String, Server> running = new ConcurrentHashMap<>();
    private volatile Runnable listener = () -> {};

    /** {@code secrets} reads a secret, or throws with words that name it. */
    public McpServers(Function<SecretRef, String> secrets) {
        this(secrets, Pace.USUAL);
    }

    McpServers(Function<SecretRef, String> secrets, Pace pace) {
        this.secrets = secrets;
        this.pace = pace;
    }

    /** Called whenever the tools of a server are no longer what they were. */
    public void onChange(Runnable changed) {
        listener = changed;
    }

    /** Starts what is new, stops what is gone, and starts anew what is described otherwise. */
    public synchronized void adopt(Collection<McpServerSpec> specs) {
        var wanted = new LinkedHashMap<String, McpServerSpec>();
        specs.forEach(spec -> wanted.put(spec.name(), spec));
        for (Server server : List.copyOf(running.values())) {
            if (!server.spec().equals(wanted.get(server.name()))) {
                running.remove(server.name());
                server.close();
            }
        }
        wanted.forEach((name, spec) -> running.computeIfAbsent(name, n -> new Server(
                        spec, new Handshake(spec, secrets), pace, () -> listener.run())
                .start()));
    }

    /** Waits until every server was tried once, but not longer than this. */
    public void settle(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Server server : List.copyOf(running.values())) {
                if (!server.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The tools of a server as it listed them last; none where it was never connected. */
    public List<Tool> tools(String server) {
        return Optional.ofNullable(running.get(server)).map(Server::tools).orElse(List.of());
    }

    /** How it stands with a server; empty where there is none of this name. */
    public Optional<McpStatus> status(String server) {
        return Optional.ofNullable(running.get(server)).map(Server::status);
    }

    @Override
    public synchronized void close() {
        var all = new ArrayList<>(running.values());
        running.clear();
        all.forEach(Server::close);
    }
}
