package dev.countersign.bot;

import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Catalog;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.gate.Directory;
import dev.countersign.agent.gate.Directory.Absences;
import dev.countersign.agent.gate.Groups;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.Toolbox;
import dev.countersign.agent.tool.kubernetes.KubernetesTools;
import dev.countersign.agent.tool.kubernetes.frame.Author;
import dev.countersign.agent.tool.people.AskUser;
import dev.countersign.agent.tool.people.GetUserInput;
import dev.countersign.agent.tool.people.HumanContact;
import dev.countersign.bot.models.Models;
import dev.countersign.channels.ContactChannel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What the engine works with: the catalog as it is now, and the tools, models and channels. */
final class Premises implements Workshop {
    private static final Tool ASK_USER = new AskUser();
    private static final Tool GET_INPUT = new GetUserInput();

    private final Catalog catalog;
    private final Toolshed shed;
    private final Models models;
    private final Absences absences;
    private volatile Map<String, Optional<String>> channels = Map.of();
    private volatile Set<String> showing = Set.of();
    private volatile Groups groups = Groups.NONE;
    private final Map<AgentSpec, Toolbox> boxes = new ConcurrentHashMap<>();
    private volatile Directory directory;

    Premises(Catalog catalog, Toolshed shed, Models models, Absences absences) {
        this.catalog = catalog;
        this.shed = shed;
        this.models = models;
        this.absences = absences;
        this.directory = directory(catalog.now());
        catalog.onChange(now -> {
            directory = directory(now);
            boxes.clear();
        });
    }

    /** The tools of a server are no longer what they were. */
    void restock() {
        boxes.clear();
    }

    /** The channels exist only when the engine does, and this is told of them then. */
    void reach(Channels ways) {
        var open = new HashMap<String, Optional<String>>();
        ways.all().forEach(c -> open.put(c.name(), c.asksEachBy()));
        channels = Map.copyOf(open);
        showing = ways.all().stream()
                .filter(ContactChannel::showsProgress)
                .map(ContactChannel::name)
                .collect(Collectors.toSet());
        groups = ways.groups();
        directory = directory(catalog.now());
    }

    private Directory directory(Snapshot now) {
        return new Directory(now.people().values(), groups, absences);
    }

    @Override
    public Snapshot catalog() {
        return catalog.now();
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public Toolbox tools(AgentSpec agent) {
        return boxes.computeIfAbsent(agent, this::box);
    }

    private Toolbox box(AgentSpec agent) {
        var tools = new ArrayList<Tool>();
        var author = author(agent);
        agent.tools().stream()
                .flatMap(ref -> shed.offered(ref).stream())
                .forEach(tool -> tools.add(KubernetesTools.authored(tool, author)));
        tools.addAll(contacts(agent));
        if (agent.askUser()) {
            tools.add(ASK_USER);
            tools.add(GET_INPUT);
        }
        return new Toolbox(tools);
    }

    /** The built-in model reads commands and writes nothing. */
    private Author author(AgentSpec agent) {
        var spec = Optional.ofNullable(catalog.now().models().get(agent.model()));
        return spec.filter(s -> !s.provider().equals("commands")).isPresent()
                ? Authors.of(() -> model(agent))
                : Author.NONE;
    }

    /** Where an agent is of KubeChain's kind, each of its channels to people is a tool. */
    private List<Tool> contacts(AgentSpec agent) {
        var named = agent.dialect().isPresent() ? agent.channels() : List.<String>of();
        return named.stream()
                .flatMap(name -> Optional.ofNullable(catalog.now().channels().get(name)).stream())
                .flatMap(channel -> HumanContact.over(channel).stream())
                .map(Tool.class::cast)
                .toList();
    }

    @Override
    public Optional<Model> model(AgentSpec agent) {
        return models.open(agent.model(), catalog.now().models());
    }

    @Override
    public boolean showsProgress(String channel) {
        return showing.contains(channel);
    }

    @Override
    public Map<String, Optional<String>> channels() {
        return channels;
    }
}
