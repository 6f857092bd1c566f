package dev.countersign.agent.tool.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Body.Retrieval;
import dev.countersign.agent.catalog.ToolDefinition.Likeness;
import dev.countersign.agent.catalog.ToolDefinition.Parameter;
import dev.countersign.agent.catalog.ToolDefinition.Type;
import dev.countersign.agent.gate.schema.SchemaCheck;
import dev.countersign.agent.model.langchain.InProcessEmbedding;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolContract;
import dev.countersign.agent.tool.ToolOutcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** What is found in a folder of documents, and where it is said to stand. */
class RetrievalToolTest extends ToolContract {
    @TempDir
    Path temp;

    @BeforeEach
    void fill() throws IOException {
        write("kb/faq/returns.md", """
                # Returns
                Shoes can be returned within thirty days. The refund takes a week.

                # Repairs
                A torn sole is repaired for free during the first year.
                """);
        write("kb/faq/shipping.md", "Parcels to the islands take eight days and cost more.");
        write(
                "kb/manual/printer.txt",
                "Hold the green button of the printer to clean its nozzles.");
    }

    @Override
    protected List<Sample> samples() {
        return List.of(new Sample(tool("kb", Likeness.HASHED), "{\"query\":\"printer\"}"));
    }

    private void write(String name, String text) throws IOException {
        var file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Tool tool(String folder, Likeness likeness) {
        var how = new Retrieval(folder, 3, 0.1, likeness);
        var definition = new ToolDefinition(
                "search",
                "Search",
                "Searches.",
                List.of(parameter("query", true), parameter("category", false)),
                how);
        return new RetrievalTools(temp, InProcessEmbedding::find)
                .open(definition, how)
                .orElseThrow();
    }

    private static Parameter parameter(String name, boolean required) {
        return new Parameter(
                name,
                Type.STRING,
                name,
                required,
                List.of(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static ToolOutcome call(Tool tool, String arguments) {
        var ana = new Invocation.Requester("ana", Set.of(), Set.of());
        return tool.call(new Invocation(arguments, ana, "r_1/c_1", 1, ""));
    }

    private static JsonNode found(Tool tool, String arguments) throws JsonProcessingException {
        var outcome = call(tool, arguments);
        assertThat(outcome).isInstanceOf(ToolOutcome.Success.class);
        return new ObjectMapper().readTree(((ToolOutcome.Success) outcome).text());
    }

    private static List<String> sources(JsonNode found) {
        return found.findValuesAsText("source");
    }

    @Test
    void the_nearest_passage_comes_first_with_its_file_and_line() throws Exception {
        var tool = tool("kb", Likeness.HASHED);
        assertThat(tool.spec().toolClass()).isEqualTo(ToolClass.READ);
        var found = found(tool, "{\"query\":\"can a torn sole be repaired?\"}");
        assertThat(found.path(0).path("content").asText()).contains("repaired for free");
        assertThat(found.path(0).path("metadata").path("source").asText())
                .isEqualTo("faq/returns.md");
        assertThat(found.path(0).path("metadata").path("line").asInt()).isEqualTo(4);
        assertThat(found.path(0).path("score").asDouble()).isBetween(0.1, 1.0);
        assertThat(sources(found(tool, "{\"query\":\"clean printing nozzle\"}")))
                .first()
                .isEqualTo("manual/printer.txt");
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
        assertThat(found(tool("kb", Likeness.HASHED), "{\"query\":\"quantum chromodynamics\"}"))
                .isEmpty();
    }

    @Test
    void a_further_argument_names_a_folder_of_documents() throws Exception {
        var tool = tool("kb", Likeness.HASHED);
        var all = "{\"query\":\"days printer returned\",\"category\":\"all\"}";
        assertThat(sources(found(tool, all))).contains("manual/printer.txt", "faq/returns.md");
        var faq = "{\"query\":\"days printer returned\",\"category\":\"faq\"}";
        assertThat(sources(found(tool, faq))).isNotEmpty().allMatch(s -> s.startsWith("faq/"));
        assertThat(SchemaCheck.problem(tool.spec().schema(), "{\"category\":\"faq\"}"))
                .isPresent();
        assertThat(SchemaCheck.problem(tool.spec().schema(), faq)).isEmpty();
    }

    @Test
    void a_changed_document_is_read_again_and_no_more_than_asked_for_is_told() throws Exception {
        var tool = tool("kb", Likeness.HASHED);
        assertThat(found(tool, "{\"query\":\"parcels islands\"}")).hasSize(1);
        IntStream.range(0, 9).forEach(i -> {
            try {
                write("kb/more/" + i + ".md", "Parcels to the islands, part " + i);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(found(tool, "{\"query\":\"parcels islands\"}")).hasSize(3);
    }

    @Test
    void nothing_outside_the_folder_is_read() throws Exception {
        write("secret/key.txt", "The password of the vault is swordfish.");
        Files.createSymbolicLink(temp.resolve("kb/link.txt"), temp.resolve("secret/key.txt"));
        Files.createSymbolicLink(temp.resolve("kb/away"), temp.resolve("secret"));
        assertThat(found(tool("kb", Likeness.HASHED), "{\"query\":\"password vault swordfish\"}"))
                .isEmpty();
    }

    @Test
    void a_folder_that_is_missing_is_named() {
        assertThat(call(tool("gone", Likeness.HASHED), "{\"query\":\"x\"}"))
                .isEqualTo(new ToolOutcome.Failure("The folder " + temp.resolve("gone")
                        + " of this tool is not there. Make it, and put the documents into it."));
    }

    @Test
    void a_model_on_the_class_path_is_used_where_a_document_asks_for_it() throws Exception {
        var tool = tool("kb", Likeness.MODEL);
        assertThat(sources(found(tool, "{\"query\":\"printer\"}")))
                .containsExactly("manual/printer.txt");
    }
}
