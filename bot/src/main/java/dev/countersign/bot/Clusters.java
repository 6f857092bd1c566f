package dev.countersign.bot;

import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.ClusterAccess;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Identity;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Times;
import dev.countersign.agent.tool.kubernetes.KubernetesTools;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Config.Impersonate;
import dev.countersign.bot.config.Config.Kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clusters that tools work with, each a sandbox in this process or a real one. */
final class Clusters implements AutoCloseable {
    private static final String SOURCE = "kubernetes";

    private final InstantSource clock;
    private final Path data;
    private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
    private final Map<String, List<Tool>> builtins = new LinkedHashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final boolean real;

    Clusters(Config config, InstantSource clock) throws IOException {
        this.clock = clock;
        this.data = config.data();
        var main = config.kubernetes();
        try {
            builtins.put(SOURCE, tools(main, SOURCE, "sandbox"));
            for (var named : main.clusters()) {
                var source = ToolRef.at(SOURCE, named.name());
                builtins.put(source, tools(named.is(), source, "sandbox-" + named.name()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        this.real = sandboxes.size() < builtins.size();
    }

    private List<Tool> tools(Kubernetes cluster, String source, String folder) throws IOException {
        var access = opened(access(cluster, source, folder));
        var named = source.equals(SOURCE)
                ? access
                : access.called(source.substring(ToolRef.at(SOURCE, "").length()));
        return KubernetesTools.all(named, clock);
    }

    private ClusterAccess access(Kubernetes cluster, String source, String folder)
            throws IOException {
        var identity =
                cluster.impersonate() == Impersonate.REQUESTER ? Identity.REQUESTER : Identity.OURS;
        return switch (cluster.cluster()) {
            case SANDBOX -> {
                var settings = new SandboxSettings(0, Optional.of(data.resolve(folder)), clock);
                var sandbox = opened(Sandbox.start(settings));
                sandboxes.put(source, sandbox);
                yield ClusterAccess.sandbox(URI.create(sandbox.url()), identity, Times.USUAL);
            }
            case KUBECONFIG ->
                ClusterAccess.kubeconfig(cluster.file(), cluster.context(), identity, Times.USUAL);
            case IN_CLUSTER -> ClusterAccess.inCluster(identity, Times.USUAL);
        };
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** The tools of each cluster, by the name of their source in an agent. */
    Map<String, List<Tool>> builtins() {
        return builtins;
    }

    /** The sandbox that agents use who name no cluster. */
    Optional<Sandbox> sandbox() {
        return Optional.ofNullable(sandboxes.get(SOURCE));
    }

    /** The sandbox of a name. */
    Optional<Sandbox> sandbox(String name) {
        return Optional.ofNullable(sandboxes.get(ToolRef.at(SOURCE, name)));
    }

    /** What stands at the top of every page. */
    String notice() {
        return real ? "" : "sandbox: nothing real is touched";
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a cluster could not be let go", e);
            }
        }
    }
}
