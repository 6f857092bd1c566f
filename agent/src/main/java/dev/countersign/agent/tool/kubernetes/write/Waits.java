package dev.countersign.agent.tool.kubernetes.write;

import dev.countersign.agent.tool.kubernetes.change.Plan;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Argument;

/** The argument by which a call waits until the workloads that it changed are ready. */
final class Waits {
    static final Argument ARGUMENT = Argument.number(
            "wait_seconds",
            "0",
            "How long to wait until changed workloads are ready, at most " + Plan.MAX_WAIT + ".");

    private Waits() {}

    static int of(Args args) {
        return args.number(ARGUMENT.name(), 0, Plan.MAX_WAIT);
    }
}
