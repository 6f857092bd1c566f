package dev.countersign.agent.asking;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.Tool;

import java.time.Instant;
import java.util.Optional;

/** A call that is being judged, with everything that belongs to it. */
record Matter(Run run, AgentSpec agent, Call call, Tool tool, String arguments, Instant now) {

    /** The question that is asked again, where the call was judged before. */
    Optional<CallState.Again> again() {
        return call.state() instanceof CallState.Proposed proposed
                ? proposed.again()
                : Optional.empty();
    }

    /** That question itself, while it is still open. */
    Optional<Question> earlier() {
        return again().flatMap(again -> run.question(again.question()));
    }
}
