package dev.countersign.bot;

import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.ClusterAccess;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Identity;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Times;
import dev.countersign.agent.tool.kubernetes.ClusterSecrets;
import dev.countersign.agent.tool.kubernetes.KubernetesTools;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Config.Impersonate;
import dev.countersign.bot.config.Config.Kubernetes;
import dev.countersign.bot.config.ConfigFailure;
import dev.countersign.bot.secrets.Secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    private final ClusterAccess main;
    private final boolean real;

    Clusters(Config config, InstantSource clock) throws IOException {
        this.clock = clock;
        this.data = config.data();
        try {
            main = opened(access(config.kubernetes(), SOURCE, "sandbox"));
            builtins.put(SOURCE, KubernetesTools.all(main, clock));
            for (var named : config.kubernetes().clusters()) {
                var source = ToolRef.at(SOURCE, named.name());
                var access = opened(access(named.is(), source, "sandbox-" + named.name()));
                builtins.put(source, KubernetesTools.all(access.called(named.name()), clock));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        this.real = sandboxes.size() < builtins.size();
    }

    private ClusterAccess access(Kubernetes cluster, String source, String folder)
            throws IOException {
        var identity =
                cluster.impersonate() == Impersonate.REQUESTER ? Identity.REQUESTER : Identity.OURS;
        return switch (cluster.cluster()) {
            case SANDBOX -> {
                var sandbox = opened(started(folder));
                sandboxes.put(source, sandbox);
                yield ClusterAccess.sandbox(URI.create(sandbox.url()), identity, Times.USUAL);
            }
            case KUBECONFIG ->
                ClusterAccess.kubeconfig(cluster.file(), cluster.context(), identity, Times.USUAL);
            case IN_CLUSTER -> ClusterAccess.inCluster(identity, Times.USUAL);
        };
    }

    private Sandbox started(String folder) {
        try {
            return Sandbox.start(new SandboxSettings(0, Optional.of(data.resolve(folder)), clock));
        } catch (UncheckedIOException unusable) {
            throw new ConfigFailure(unusable.getMessage(), unusable);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** The tools of each cluster, by the name of their source in an agent. */
    Map<String, List<Tool>> builtins() {
        return builtins;
    }

    /** Secrets are read from the cluster of those agents who name none. */
    Secrets.Cluster secrets() {
        return new ClusterSecrets(main)::find;
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
