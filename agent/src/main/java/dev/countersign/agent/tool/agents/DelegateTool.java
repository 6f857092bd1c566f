package dev.countersign.agent.tool.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Blueprint;
import dev.countersign.agent.catalog.Tightening;
import dev.countersign.agent.tool.Delegating;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.Card.Fact;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tool by which one agent gives work to another. It changes nothing itself: whatever the other
 * agent calls is asked about as ever.
 */
public final class DelegateTool implements Tool, Delegating, Previewing {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What models can call. */
    private static final Pattern CALLABLE = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private static final String SCHEMA = """
            {"type":"object","required":["message"],"properties":{"message":{"type":"string",\
            "minLength":1,"description":"What the agent is to do, with all that it needs to know;\
             it sees nothing else of this conversation."}}}""";

    private final AgentSpec agent;
    private final ToolSpec spec;

    private DelegateTool(AgentSpec agent) {
        this.agent = agent;
        this.spec = new ToolSpec(
                Tightening.DELEGATE + agent.name(),
                description(agent),
                SCHEMA,
                ToolClass.READ,
                Repeat.SAFE,
                // An agent that was changed meanwhile is not the one that was approved.
                "agent " + agent.name() + "@" + Blueprint.of(agent).hash());
    }

    /** The tool that reaches this agent; empty where its name is none that a model can call. */
    public static Optional<DelegateTool> to(AgentSpec agent) {
        return CALLABLE.matcher(Tightening.DELEGATE + agent.name()).matches()
                ? Optional.of(new DelegateTool(agent))
                : Optional.empty();
    }

    private static String description(AgentSpec agent) {
        var what =
                agent.description().isBlank() ? "" : " " + agent.description().strip();
        return "Delegate a task to the agent " + agent.name() + ", and wait for its answer." + what;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public String agent() {
        return agent.name();
    }

    @Override
    public String task(String arguments) {
        try {
            return JSON.readTree(arguments).path("message").asText("");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored arguments are not JSON", e);
        }
    }

    @Override
    public Preview preview(Invocation invocation) {
        var facts = List.of(
                new Fact("To agent", agent.name()),
                new Fact("A yes covers", "the delegation; what the agent calls is asked about"));
        return new Preview.Shows(
                "Delegate to agent " + agent.name(), facts, List.of(), "", List.of(), "");
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        return new ToolOutcome.Failure(spec.name() + " is done by an agent; it does not run here.");
    }
}
