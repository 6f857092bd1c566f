package dev.countersign.agent.tool.retrieval;

import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Body.Retrieval;
import dev.countersign.agent.tool.Tool;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Makes tools that look things up in documents; what they have read is kept between calls. */
public final class RetrievalTools {
    /** Tools are few; this only keeps a flood of edits from filling the memory. */
    private static final int MOST_KEPT = 100;

    private final Path knowledge;
    private final Supplier<Optional<Embedding>> model;
    private final Map<ToolDefinition, Optional<Tool>> made = new ConcurrentHashMap<>();

    /**
     * Documents of a tool that names no folder are looked for below {@code knowledge}; {@code
     * model} is an embedding that understands, where one is on the class path.
     */
    public RetrievalTools(Path knowledge, Supplier<Optional<Embedding>> model) {
        this.knowledge = knowledge;
        this.model = model;
    }

    /** The tool; empty where it wants an embedding that is not there. */
    public Optional<Tool> open(ToolDefinition definition, Retrieval how) {
        if (made.size() >= MOST_KEPT) {
            made.clear();
        }
        return made.computeIfAbsent(definition, d -> make(d, how));
    }

    private Optional<Tool> make(ToolDefinition definition, Retrieval how) {
        var folder = knowledge.resolve(how.folder());
        return switch (how.embedding()) {
            case HASHED ->
                Optional.of(new RetrievalTool(definition, how, folder, new HashedWords()));
            case MODEL ->
                model.get().map(found -> new RetrievalTool(definition, how, folder, found));
        };
    }
}
