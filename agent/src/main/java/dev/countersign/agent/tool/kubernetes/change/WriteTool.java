package dev.countersign.agent.tool.kubernetes.change;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.LookUp;
import dev.countersign.agent.tool.Permitting;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
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
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Spec;
import dev.countersign.agent.tool.kubernetes.frame.Targets;
import dev.countersign.agent.tool.kubernetes.frame.Told;
import dev.countersign.agent.tool.kubernetes.show.Masked;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** A tool that changes objects: planned, shown, checked for drift, carried out, looked up. */
public final class WriteTool implements Tool, Previewing, Targeting, LookUp, Permitting {
    private static final String NARROW = "Write fewer objects at once.";

    private final Spec spec;
    private final Cluster cluster;
    private final Planner planner;
    private final Targeted targeted;

    public WriteTool(Spec spec, Cluster cluster, Planner planner) {
        this(spec, cluster, planner, Targets::ofArguments);
    }

    public WriteTool(Spec spec, Cluster cluster, Planner planner, Targeted targeted) {
        this.spec = spec;
        this.cluster = cluster;
        this.planner = planner;
        this.targeted = targeted;
    }

    /** What a call would touch, for the policy. */
    @FunctionalInterface
    public interface Targeted {
        List<Target> targets(Spec spec, Cluster cluster, String arguments);
    }

    @Override
    public ToolSpec spec() {
        return spec.toolSpec();
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        return call(invocation, nobody -> {});
    }

    @Override
    public ToolOutcome call(Invocation invocation, Consumer<String> progress) {
        return on(invocation, ToolOutcome.Failure::new, (plan, api) -> new Execution(
                        plan, api, Basis.read(invocation.basis()), invocation)
                .run(progress));
    }

    @Override
    public Preview preview(Invocation invocation) {
        return on(
                invocation,
                Preview.Fails::new,
                (plan, api) ->
                        Shows.of(plan, Sight.of(plan, invocation.key(), api), cluster.name(), api));
    }

    @Override
    public Found lookUp(Invocation invocation) {
        return on(
                invocation,
                Found.Unclear::new,
                (plan, api) -> ReadBack.found(
                        plan, Basis.read(invocation.basis()), invocation.key(), api));
    }

    @Override
    public Optional<String> cannot(Invocation call, Requester person) {
        return new Standing(cluster, person).lacks(() -> {
            Api api = cluster.asItself();
            var basis = Basis.read(call.basis());
            var args = Args.of(spec, call.arguments());
            return planner.plan(args, api, Optional.empty()).writes().stream()
                    .flatMap(write -> write.rights(basis).stream())
                    .toList();
        });
    }

    /** Plans, does the work, and turns every refusal into words for the model. */
    private <T> T on(
            Invocation invocation, Function<String, T> failed, BiFunction<Plan, Api, T> work) {
        try {
            Args args = Args.of(spec, invocation.arguments());
            Api api = cluster.as(invocation.requester());
            try {
                var shown = Basis.read(invocation.basis()).flatMap(Basis::time);
                return work.apply(planner.plan(args, api, shown), api);
            } catch (ApiFailure failure) {
                return failed.apply(told(Told.of(failure, spec.name(), api)));
            }
        } catch (ToolFailed | NoSuchType failure) {
            return failed.apply(told(failure.getMessage()));
        }
    }

    private static String told(String text) {
        return Bounded.text(Masked.text(text), NARROW);
    }

    @Override
    public String target() {
        return cluster.name().target();
    }

    @Override
    public List<Target> targets(String arguments) {
        return targeted.targets(spec, cluster, arguments);
    }
}
