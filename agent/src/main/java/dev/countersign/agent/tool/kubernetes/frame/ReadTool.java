package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.Permitting;
import dev.countersign.agent.tool.Targeting;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.agent.tool.kubernetes.access.Standing;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.Bounded;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ResourceTypes.NoSuchType;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.List;
import java.util.Optional;

/** A tool that only reads: one question to the cluster, one bounded text as answer. */
public final class ReadTool implements Tool, Targeting, Permitting {
    private static final String NARROW =
            "Narrow it: name one resource, a namespace, or fewer lines.";

    private final Spec spec;
    private final Cluster cluster;
    private final Reading reading;

    public ReadTool(Spec spec, Cluster cluster, Reading reading) {
        this.spec = spec;
        this.cluster = cluster;
        this.reading = reading;
    }

    /** What is read and how it is told. */
    @FunctionalInterface
    public interface Reading {
        String read(Args args, Api api);
    }

    @Override
    public ToolSpec spec() {
        return spec.toolSpec();
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        try {
            Args args = Args.of(spec, invocation.arguments());
            Api api = cluster.as(invocation.requester());
            return answer(args, api);
        } catch (ToolFailed failed) {
            return new ToolOutcome.Failure(failed.getMessage());
        }
    }

    private ToolOutcome answer(Args args, Api api) {
        try {
            return new ToolOutcome.Success(Bounded.text(reading.read(args, api), NARROW));
        } catch (NoSuchType unknown) {
            return new ToolOutcome.Failure(unknown.getMessage());
        } catch (ApiFailure failure) {
            return new ToolOutcome.Failure(
                    Bounded.text(Told.of(failure, spec.name(), api), NARROW));
        }
    }

    @Override
    public Optional<String> cannot(Invocation call, Requester person) {
        return new Standing(cluster, person)
                .lacks(() -> Needs.of(spec, Args.of(spec, call.arguments()), cluster.asItself()));
    }

    @Override
    public String target() {
        return cluster.name().target();
    }

    @Override
    public List<Target> targets(String arguments) {
        return Targets.ofArguments(spec, cluster, arguments);
    }
}
