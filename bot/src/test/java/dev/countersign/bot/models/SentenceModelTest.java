package dev.countersign.bot.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Body.Retrieval;
import dev.countersign.agent.catalog.ToolDefinition.Likeness;
import dev.countersign.agent.catalog.ToolDefinition.Parameter;
import dev.countersign.agent.catalog.ToolDefinition.Type;
import dev.countersign.agent.model.langchain.InProcessEmbedding;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.retrieval.RetrievalTools;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Retrieval by a real sentence model, which a build with {@code -Ponnx} carries. */
@EnabledIfSystemProperty(named = "countersign.onnx", matches = "true")
class SentenceModelTest {
    private static final double ALIKE = 0.2;
    private static final Parameter QUERY = new Parameter(
            "query",
            Type.STRING,
            "query",
            true,
            List.of(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());

    @TempDir
    private Path temp;

    @Test
    void what_is_said_in_other_words_is_found() throws Exception {
        var folder = Files.createDirectory(temp.resolve("kb"));
        Files.writeString(folder.resolve("returns.md"), "Shoes may be returned within a month.");
        Files.writeString(folder.resolve("printer.md"), "Hold the green button to clean nozzles.");
        Files.writeString(folder.resolve("shipping.md"), "Parcels to the islands cost more.");

        assertThat(nearest(Likeness.MODEL)).isEqualTo("returns.md");
        assertThat(nearest(Likeness.HASHED)).isEmpty();
    }

    private String nearest(Likeness likeness) throws Exception {
        var how = new Retrieval("kb", 1, ALIKE, likeness);
        var search = new ToolDefinition("search", "", "", List.of(QUERY), how);
        var tool = new RetrievalTools(temp, InProcessEmbedding::find)
                .open(search, how)
                .orElseThrow();
        var ana = new Invocation.Requester("ana", Set.of(), Set.of());
        var asked = "{\"query\":\"sending back sneakers\"}";
        var outcome = tool.call(new Invocation(asked, ana, "r_1/c_1", 1, ""));
        assertThat(outcome).isInstanceOf(ToolOutcome.Success.class);
        return new JsonMapper()
                .readTree(((ToolOutcome.Success) outcome).text())
                .path(0)
                .path("metadata")
                .path("source")
                .asText();
    }
}
