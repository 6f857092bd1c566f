package dev.countersign.agent.gate;

import dev.countersign.agent.tool.Targeting.Target;
import dev.countersign.agent.tool.ToolSpec;

import java.util.List;

/** What a policy may look at when it meets a call; arguments are JSON text. */
public record Facts(
        ToolSpec tool,
        String arguments,
        List<Target> targets,
        String agent,
        String requester,
        String channel) {
    public Facts {
        targets = List.copyOf(targets);
    }

    /** The same call, as if this agent made it. */
    public Facts by(String other) {
        return new Facts(tool, arguments, targets, other, requester, channel);
    }
}
