package dev.countersign.agent.tool.kubernetes.inside;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Invocation.Requester;
import dev.countersign.agent.tool.LookUp;
import dev.countersign.agent.tool.Permitting;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Targeting;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.agent.tool.kubernetes.access.Permission;
import dev.countersign.agent.tool.kubernetes.access.Right;
import dev.countersign.agent.tool.kubernetes.access.Standing;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure.Kind;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.Exec;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceTypes.NoSuchType;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Argument;
import dev.countersign.agent.tool.kubernetes.frame.Spec;
import dev.countersign.agent.tool.kubernetes.frame.Targets;
import dev.countersign.agent.tool.kubernetes.frame.Told;
import dev.countersign.agent.tool.kubernetes.frame.Trace;
import dev.countersign.agent.tool.kubernetes.frame.Where;
import dev.countersign.agent.tool.kubernetes.show.Masked;
import dev.countersign.channels.Card.Fact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Runs a command in a container: once, for a limited time, with a limited output. */
final class ExecTool implements Tool, Previewing, Targeting, LookUp, Permitting {
    /** How long a command may take; the call as a whole may take a minute. */
    static final Duration LIMIT = Duration.ofSeconds(40);

    static final int MAX_OUTPUT = 128_000;

    private static final Spec SPEC = Spec.destroys(
            "k8s_execute_command",
            Repeat.NEVER,
            "Runs a command in a container of a pod, for at most " + LIMIT.toSeconds()
                    + " s. Pipes and the like are given to sh -c.",
            Argument.required("pod_name", "Name of the pod."),
            Argument.NAMESPACE,
            Argument.optional("container", "", "Name of the container; the first if left out."),
            Argument.required("command", "The command, as in a shell: ls -l /tmp"));

    private final Cluster cluster;
    private final Duration limit;

    ExecTool(Cluster cluster) {
        this(cluster, LIMIT);
    }

    ExecTool(Cluster cluster, Duration limit) {
        this.cluster = cluster;
        this.limit = limit;
    }

    @Override
    public ToolSpec spec() {
        return SPEC.toolSpec();
    }

    @Override
    public Preview preview(Invocation invocation) {
        return on(invocation, Preview.Fails::new, (args, api) -> {
            Place place = Place.of(args, api);
            Permission.check(api, Right.to("create", place.pod(), "exec"));
            return shows(place, Shell.words(args.text("command")), api);
        });
    }

    private Preview shows(Place place, List<String> command, Api api) {
        List<Fact> facts = new ArrayList<>(Where.facts(cluster.name(), api));
        facts.add(new Fact("Namespace", place.pod().namespace()));
        facts.add(new Fact("Pod", place.pod().name()));
        facts.add(new Fact("Container", place.container()));
        facts.add(new Fact("Command", Masked.text(Shell.written(command))));
        facts.add(new Fact("Ends", "after " + limit.toSeconds() + " s it is no longer waited for"));
        facts.add(new Fact("Undo", "None; what a command does is known to nobody but itself."));
        return new Preview.Shows(
                "Run a command in Pod " + place.pod().name(),
                facts,
                List.of(),
                "",
                List.of("A command can do whatever its container may do."),
                place.uid());
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        return on(invocation, ToolOutcome.Failure::new, (args, api) -> {
            Place place = Place.of(args, api);
            if (!invocation.basis().isBlank() && !invocation.basis().equals(place.uid())) {
                return new ToolOutcome.Moved(
                        place.pod().words() + " was replaced by another one of its name.");
            }
            return run(
                    new Exec(
                            place.pod(),
                            place.container(),
                            Shell.words(args.text("command")),
                            limit,
                            MAX_OUTPUT,
                            Trace.of(invocation)),
                    api);
        });
    }

    @Override
    public Optional<String> cannot(Invocation call, Requester person) {
        return new Standing(cluster, person).lacks(() -> {
            Args args = Args.of(SPEC, call.arguments());
            var pod = new ObjectRef(
                    cluster.asItself().types().find("v1", "Pod"),
                    args.name("namespace"),
                    args.name("pod_name"));
            return List.of(Right.to("create", pod, "exec"));
        });
    }

    /** A command leaves no trace that could be read; whether its pod is still there does. */
    @Override
    public Found lookUp(Invocation invocation) {
        return on(invocation, Found.Unclear::new, (args, api) -> {
            Place place = Place.of(args, api);
            boolean same = invocation.basis().equals(place.uid());
            return new Found.Unclear(place.pod().words() + " is running"
                    + (same ? ", the same as was shown" : "")
                    + ". Whether the command ran in it cannot be read back.");
        });
    }

    private ToolOutcome run(Exec exec, Api api) {
        try {
            return Shell.told(api.run(exec), limit);
        } catch (ApiFailure failure) {
            if (failure.kind() == Kind.BROKEN || failure.kind() == Kind.UNREADABLE) {
                return new ToolOutcome.Unknown(failure.getMessage()
                        + " Whether the command ran, and how it ended, cannot be read back.");
            }
            throw failure;
        }
    }

    private <T> T on(
            Invocation invocation, Function<String, T> failed, BiFunction<Args, Api, T> work) {
        try {
            Args args = Args.of(SPEC, invocation.arguments());
            Api api = cluster.as(invocation.requester());
            try {
                return work.apply(args, api);
            } catch (ApiFailure failure) {
                return failed.apply(Told.of(failure, SPEC.name(), api));
            }
        } catch (ToolFailed | NoSuchType wrong) {
            return failed.apply(wrong.getMessage());
        }
    }

    @Override
    public String target() {
        return cluster.name().target();
    }

    @Override
    public List<Target> targets(String arguments) {
        return Targets.ofArguments(SPEC, cluster, arguments);
    }
}
