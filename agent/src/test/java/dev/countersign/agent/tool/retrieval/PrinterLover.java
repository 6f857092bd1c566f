package dev.countersign.agent.tool.retrieval;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.spi.model.embedding.EmbeddingModelFactory;

import java.util.List;

/** A model on the class path that knows two things: what is about printers, and what is not. */
public final class PrinterLover implements EmbeddingModelFactory {
    @Override
    public EmbeddingModel create() {
        return new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
                return Response.from(texts.stream().map(PrinterLover::of).toList());
            }
        };
    }

    private static Embedding of(TextSegment text) {
        return Embedding.from(
                text.text().contains("printer") ? new float[] {1, 0} : new float[] {0, 1});
    }
}
