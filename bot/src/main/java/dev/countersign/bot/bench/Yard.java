package dev.countersign.bot.bench;

import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.gate.Directory;
import dev.countersign.agent.gate.Groups;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.agent.tool.Toolbox;
import dev.countersign.channels.Person;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One agent whose model answers at once and whose tool does nothing, with texts of usual size. */
final class Yard implements Workshop {
    static final String AGENT = "bench";
    static final String PERSON = "dana";
    /** What a person writes, and the system prompt, arguments and result around it, in bytes. */
    static final String WORDS = "w".repeat(200);

    static final String SYSTEM = "s".repeat(1024);
    static final String ARGUMENTS = "{\"manifest\":\"" + "a".repeat(285) + "\"}";
    static final String RESULT = "r".repeat(1024);
    static final String ANSWER = "It is done.";

    private static final AgentSpec SPEC = new AgentSpec(
            AGENT, "", "bench", SYSTEM, List.of(), Optional.empty(), List.of(), false);
    private static final Person DANA = new Person(PERSON, Set.of("approvers"), Map.of());
    private static final Snapshot CATALOG = new Snapshot(
            Map.of(AGENT, SPEC),
            Map.of(),
            Map.of(),
            Map.of(PERSON, DANA),
            Map.of(),
            Map.of(),
            List.of());

    private final Directory directory = new Directory(List.of(DANA), Groups.NONE);
    private final Toolbox tools = new Toolbox(List.of(new Nothing()));

    /** A tool that is gated and does nothing. */
    private static final class Nothing implements Tool {
        private static final ToolSpec SPEC = new ToolSpec(
                "change",
                "Changes nothing.",
                "{\"type\":\"object\",\"properties\":{\"manifest\":{\"type\":\"string\"}}}",
                ToolClass.WRITE,
                Repeat.SAFE,
                "builtin bench");

        @Override
        public ToolSpec spec() {
            return SPEC;
        }

        @Override
        public ToolOutcome call(Invocation invocation) {
            return new ToolOutcome.Success(RESULT);
        }
    }

    private static Turn think(Prompt prompt) {
        var answered = prompt.messages().getLast() instanceof Message.Result;
        var said = answered
                ? new Message.Assistant(ANSWER, List.of(), "")
                : new Message.Assistant("", List.of(new Proposal("", "change", ARGUMENTS)), "");
        return new Turn(said, 0, 0);
    }

    @Override
    public Snapshot catalog() {
        return CATALOG;
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public Toolbox tools(AgentSpec agent) {
        return tools;
    }

    @Override
    public Optional<Model> model(AgentSpec agent) {
        return Optional.of(Yard::think);
    }

    @Override
    public Map<String, Optional<String>> channels() {
        return Map.of();
    }
}
