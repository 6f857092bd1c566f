package dev.countersign.agent.catalog;

import dev.countersign.agent.run.Run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An agent: a model, a prompt, tools, people. {@code dialect} is the system whose document it was
 * written in, where that is not ours.
 */
public record AgentSpec(
        String name,
        String description,
        String model,
        String system,
        List<ToolRef> tools,
        Optional<String> policy,
        List<String> channels,
        boolean askUser,
        Run.Budget budget,
        Optional<String> dialect) {
    /** An agent in our own words. */
    public AgentSpec(
            String name,
            String description,
            String model,
            String system,
            List<ToolRef> tools,
            Optional<String> policy,
            List<String> channels,
            boolean askUser,
            Run.Budget budget) {
        this(
                name,
                description,
                model,
                system,
                tools,
                policy,
                channels,
                askUser,
                budget,
                Optional.empty());
    }

    /** The same agent, as written for another system. */
    public AgentSpec in(String system) {
        return new AgentSpec(
                name,
                description,
                model,
                this.system,
                tools,
                policy,
                channels,
                askUser,
                budget,
                Optional.of(system));
    }

    /** The agents that it may delegate to. */
    public Set<String> colleagues() {
        return tools.stream()
                .filter(ref -> ref.source() == Source.AGENT)
                .map(ToolRef::name)
                .collect(Collectors.toSet());
    }

    public AgentSpec {
        tools = List.copyOf(tools);
        channels = List.copyOf(channels);
    }

    private static final char PLACE_MARK = '@';

    /** An agent whose runs have no budget of their own. */
    public AgentSpec(
            String name,
            String description,
            String model,
            String system,
            List<ToolRef> tools,
            Optional<String> policy,
            List<String> channels,
            boolean askUser) {
        this(name, description, model, system, tools, policy, channels, askUser, Run.Budget.NONE);
    }

    /**
     * Tools of one source: {@code builtin}, {@code mcpServer}, {@code tool} or {@code agent}.
     * Without names all of them are offered; {@code requireApproval} only tightens.
     */
    public record ToolRef(
            Source source, String name, List<String> names, List<String> requireApproval) {
        public ToolRef {
            names = List.copyOf(names);
            requireApproval = List.copyOf(requireApproval);
        }

        /** The name of a built-in source as it is at one of several places. */
        public static String at(String builtin, String place) {
            return builtin + PLACE_MARK + place;
        }

        /** The built-in source itself, wherever it is. */
        public String kind() {
            int mark = name.indexOf(PLACE_MARK);
            return mark < 0 ? name : name.substring(0, mark);
        }
    }

    public enum Source {
        BUILTIN,
        MCP_SERVER,
        TOOL,
        AGENT
    }
}
