package dev.countersign.agent.tool.retrieval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Body.Retrieval;
import dev.countersign.agent.catalog.ToolDefinition.Parameter;
import dev.countersign.agent.gate.schema.SchemaCheck;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A tool that finds passages in the documents of a folder, each with where it stands. */
final class RetrievalTool implements Tool {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUERY = "query";
    /** The choice that stands for no choice. */
    private static final String ALL = "all";

    private final Retrieval how;
    private final Documents documents;
    private final Shelf shelf;
    private final List<Parameter> filters;
    private final String query;
    private final ToolSpec spec;

    RetrievalTool(ToolDefinition definition, Retrieval how, Path folder, Embedding embedding) {
        this.how = how;
        this.documents = new Documents(folder);
        this.shelf = new Shelf(documents, embedding);
        this.query = definition.parameters().stream()
                .map(Parameter::name)
                .filter(QUERY::equals)
                .findFirst()
                .or(() -> definition.parameters().stream()
                        .filter(Parameter::required)
                        .map(Parameter::name)
                        .findFirst())
                .orElse(QUERY);
        this.filters = definition.parameters().stream()
                .filter(p -> !p.name().equals(query))
                .toList();
        this.spec = new ToolSpec(
                definition.name(),
                definition.description(),
                schema(definition),
                ToolClass.READ,
                Repeat.SAFE,
                "retrieval " + definition.name());
    }

    private String schema(ToolDefinition definition) {
        var schema = JSON.createObjectNode().put("type", "object");
        var properties = schema.putObject("properties");
        definition.parameters().forEach(p -> describe(properties.putObject(p.name()), p));
        if (!properties.has(query)) {
            properties
                    .putObject(query)
                    .put("type", "string")
                    .put("description", "What is looked for, in words of the documents.");
        }
        schema.putArray("required").add(query);
        return schema.put("additionalProperties", false).toString();
    }

    private static void describe(ObjectNode property, Parameter p) {
        property.put("type", p.type().name().toLowerCase(Locale.ROOT));
        property.put("description", p.description());
        if (!p.choices().isEmpty()) {
            p.choices().forEach(property.putArray("enum")::add);
        }
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        if (!documents.there()) {
            return new ToolOutcome.Failure("The folder " + documents.folder()
                    + " of this tool is not there. Make it, and put the documents into it.");
        }
        try {
            var arguments = JSON.readTree(invocation.arguments());
            var wanted = arguments.path(query).asText("");
            var broken = SchemaCheck.problem(spec.schema(), invocation.arguments());
            if (wanted.isBlank() || broken.isPresent()) {
                return new ToolOutcome.Failure(
                        wanted.isBlank() ? query + " parameter is required" : broken.get());
            }
            var hits =
                    shelf.nearest(wanted, how.topK(), how.threshold(), p -> passes(p, arguments));
            return new ToolOutcome.Success(cited(hits));
        } catch (JsonProcessingException e) {
            return new ToolOutcome.Failure("The arguments are no JSON.");
        } catch (UncheckedIOException e) {
            return new ToolOutcome.Failure(
                    "The documents cannot be read: " + e.getCause().getMessage());
        }
    }

    /** A further argument names a folder, or a file, on the way to the document. */
    private boolean passes(Passage passage, JsonNode arguments) {
        var way = passage.source().toLowerCase(Locale.ROOT).split("[/.]");
        return filters.stream()
                .map(p -> arguments.path(p.name()).asText(p.otherwise().orElse(ALL)))
                .map(value -> value.toLowerCase(Locale.ROOT))
                .filter(value -> !value.isBlank() && !value.equals(ALL))
                .allMatch(value -> List.of(way).contains(value));
    }

    private static String cited(List<Shelf.Hit> hits) {
        var list = JSON.createArrayNode();
        for (var hit : hits) {
            var found = list.addObject().put("content", hit.passage().text());
            found.put("score", Math.round(hit.score() * 100) / 100.0);
            found.putObject("metadata")
                    .put("source", hit.passage().source())
                    .put("line", hit.passage().line());
        }
        return list.toString();
    }
}
