package dev.countersign.agent.tool.kubernetes.write;

import static dev.countersign.agent.tool.kubernetes.frame.Argument.OPEN_NAMESPACE;
import static dev.countersign.agent.tool.kubernetes.frame.Argument.RESOURCE_NAME;
import static dev.countersign.agent.tool.kubernetes.frame.Argument.RESOURCE_TYPE;

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
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.change.WriteTool;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Argument;
import dev.countersign.agent.tool.kubernetes.frame.ReadTool;
import dev.countersign.agent.tool.kubernetes.frame.Spec;
import dev.countersign.agent.tool.kubernetes.frame.Targets;
import dev.countersign.agent.tool.kubernetes.frame.Where;
import dev.countersign.channels.Card.Fact;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One tool with six actions, of which two only look. */
final class RolloutTool implements Tool, Previewing, Targeting, LookUp, Permitting {
    private static final List<String> LOOKS = List.of("history", "status");
    private static final Spec SPEC = Spec.writes(
            "k8s_rollout",
            Repeat.LOOK_UP,
            "Shows, pauses, resumes, restarts or undoes the rollout of a workload.",
            Argument.oneOf(
                    "action",
                    "",
                    List.of("history", "pause", "restart", "resume", "status", "undo"),
                    "What to do; history and status only look."),
            RESOURCE_TYPE,
            RESOURCE_NAME,
            OPEN_NAMESPACE,
            Waits.ARGUMENT);

    private final Cluster cluster;
    private final ReadTool looks;
    private final WriteTool changes;

    RolloutTool(Cluster cluster, InstantSource clock) {
        this.cluster = cluster;
        this.looks = new ReadTool(SPEC, cluster, RolloutLooks::read);
        this.changes = new WriteTool(SPEC, cluster, new Rollout(clock));
    }

    private static boolean onlyLooks(String arguments) {
        try {
            return LOOKS.contains(Args.of(SPEC, arguments).text("action"));
        } catch (ToolFailed wrong) {
            return false;
        }
    }

    @Override
    public ToolSpec spec() {
        return SPEC.toolSpec();
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        return call(invocation, nobody -> {});
    }

    @Override
    public ToolOutcome call(Invocation invocation, Consumer<String> progress) {
        return onlyLooks(invocation.arguments())
                ? looks.call(invocation)
                : changes.call(invocation, progress);
    }

    /** A restart that nobody was shown wrote a time that nobody knows. */
    @Override
    public Found lookUp(Invocation invocation) {
        if (onlyLooks(invocation.arguments())) {
            return new Found.NotRun();
        }
        return switch (changes.lookUp(invocation)) {
            case Found.NotRun notRun
            when invocation.basis().isBlank() ->
                new Found.Unclear("Nobody was shown what it would write, so it cannot be told.");
            case Found found -> found;
        };
    }

    @Override
    public Preview preview(Invocation invocation) {
        if (!onlyLooks(invocation.arguments())) {
            return changes.preview(invocation);
        }
        Args args = Args.of(SPEC, invocation.arguments());
        String title =
                "Look at the rollout " + args.text("action") + " of " + args.text("resource_name");
        List<Fact> facts =
                new ArrayList<>(Where.facts(cluster.name(), cluster.as(invocation.requester())));
        facts.add(new Fact("Namespace", Targets.namespace(SPEC, args)));
        facts.add(new Fact("Effect", "none, it only looks"));
        return new Preview.Shows(title, facts, List.of(), "", List.of(), "");
    }

    @Override
    public Optional<String> cannot(Invocation call, Requester person) {
        return onlyLooks(call.arguments())
                ? looks.cannot(call, person)
                : changes.cannot(call, person);
    }

    @Override
    public String target() {
        return cluster.name().target();
    }

    @Override
    public List<Target> targets(String arguments) {
        return changes.targets(arguments);
    }
}
