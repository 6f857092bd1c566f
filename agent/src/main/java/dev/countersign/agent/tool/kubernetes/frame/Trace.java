package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.Invocation;

/** The words by which the audit log of a cluster leads back to our own record of a call. */
public final class Trace {
    private Trace() {}

    /** As in {@code run r_1; call c_1; question q_k2; digest 9c1e0d...}. */
    public static String of(Invocation call) {
        var trail = call.trail();
        if (trail.run().isEmpty()) {
            return "call " + call.key();
        }
        return "run " + trail.run()
                + "; call " + call.key().substring(call.key().lastIndexOf('/') + 1)
                + (trail.clearance().isEmpty() ? "" : "; " + trail.clearance())
                + (trail.digest().isEmpty() ? "" : "; digest " + trail.digest());
    }
}
