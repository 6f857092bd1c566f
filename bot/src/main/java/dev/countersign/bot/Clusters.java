package dev.countersign.bot;

import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.ClusterAccess;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Identity;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Times;
import dev.countersign.agent.tool.kubernetes.KubernetesTools;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.Config.Impersonate;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The cluster that the tools work with: a sandbox in this process, or a real one. */
final class Clusters implements AutoCloseable {
    private final Optional<Sandbox> sandbox;
    private final ClusterAccess access;
    private final InstantSource clock;

    Clusters(Config config, InstantSource clock) throws IOException {
        this.clock = clock;
        var kubernetes = config.kubernetes();
        var identity = kubernetes.impersonate() == Impersonate.REQUESTER
                ? Identity.REQUESTER
                : Identity.OURS;
        sandbox = kubernetes.cluster() == Config.Cluster.SANDBOX
                ? Optional.of(sandbox(config, clock))
                : Optional.empty();
        access = switch (kubernetes.cluster()) {
            case SANDBOX ->
                ClusterAccess.sandbox(
                        URI.create(sandbox.orElseThrow().url().toString()), identity, Times.USUAL);
            case KUBECONFIG ->
                ClusterAccess.kubeconfig(
                        Optional.empty(), kubernetes.context(), identity, Times.USUAL);
            case IN_CLUSTER -> ClusterAccess.inCluster(identity, Times.USUAL);
        };
    }

    private static Sandbox sandbox(Config config, InstantSource clock) throws IOException {
        var folder = Optional.of(config.data().resolve("sandbox"));
        return Sandbox.start(new SandboxSettings(0, folder, clock));
    }

    List<Tool> tools() {
        return KubernetesTools.all(access, clock);
    }

    Optional<Sandbox> sandbox() {
        return sandbox;
    }

    /** What stands at the top of every page. */
    String notice() {
        return sandbox.isPresent() ? "sandbox: nothing real is touched" : "";
    }

    @Override
    public void close() {
        access.close();
        sandbox.ifPresent(Sandbox::close);
    }
}
