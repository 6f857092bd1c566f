package dev.countersign.agent.tool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools that are offered to one agent, by name and in order. */
public final class Toolbox {
    public static final Toolbox EMPTY = new Toolbox(List.of());

    private final Map<String, Tool> byName = new LinkedHashMap<>();

    public Toolbox(Collection<? extends Tool> tools) {
        for (Tool tool : tools) {
            byName.putIfAbsent(tool.spec().name(), tool);
        }
    }

    public Optional<Tool> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<ToolSpec> specs() {
        return byName.values().stream().map(Tool::spec).toList();
    }
}
