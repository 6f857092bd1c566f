package dev.countersign.agent.model.langchain;

import dev.countersign.agent.tool.retrieval.Embedding;
import dev.langchain4j.spi.model.embedding.EmbeddingModelFactory;

import java.util.Optional;
import java.util.ServiceLoader;

/** An embedding model that runs in this process: the first one that is on the class path. */
public final class InProcessEmbedding {
    private InProcessEmbedding() {}

    /** The plain build carries none: the smallest one brings 195 MB for all platforms. */
    public static Optional<Embedding> find() {
        return ServiceLoader.load(EmbeddingModelFactory.class).findFirst().map(factory -> {
            var model = factory.create();
            return text -> model.embed(text).content().vector();
        });
    }
}
