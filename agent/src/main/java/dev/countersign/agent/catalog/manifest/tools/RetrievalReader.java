package dev.countersign.agent.catalog.manifest.tools;

import dev.countersign.agent.catalog.ToolDefinition.Body;
import dev.countersign.agent.catalog.ToolDefinition.Likeness;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.List;
import java.util.Optional;

/** Reads the {@code retrieval} block of a tool; a store that is elsewhere is not asked. */
final class RetrievalReader {
    private static final String EMBEDDED = "embedded";
    private static final String IN_PROCESS = "in-process";
    private static final int TOP_K = 5;
    private static final int MOST = 10;
    /** Texts that share hardly a word are nearer than this by chance alone. */
    private static final double THRESHOLD = 0.1;

    private RetrievalReader() {}

    static Body.Retrieval read(String name, Section spec) {
        var block = spec.section("retrieval");
        var folder = block.flatMap(b -> b.section("documents"))
                .map(RetrievalReader::folder)
                .orElse(name);
        var provider = block.flatMap(b -> b.section("embedding"))
                .map(RetrievalReader::provider)
                .orElse(EMBEDDED);
        block.flatMap(b -> b.section("vectorStore"))
                .ifPresent(store -> RetrievalReader.store(store, folder));
        var search = block.flatMap(b -> b.section("search"));
        var topK = search.flatMap(s -> s.number("topK", 1, MOST)).orElse(TOP_K);
        var threshold = search.map(s -> threshold(s, provider)).orElse(THRESHOLD);
        block.ifPresent(Section::done);
        return new Body.Retrieval(
                folder,
                topK,
                threshold,
                provider.equals(IN_PROCESS) ? Likeness.MODEL : Likeness.HASHED);
    }

    private static String folder(Section documents) {
        var folder = documents.needText("folder");
        documents.done();
        return folder;
    }

    private static void store(Section store, String folder) {
        var type = store.text("type").orElse(EMBEDDED);
        if (!type.equals(EMBEDDED)) {
            store.warning(
                    "type",
                    "The store " + type + " is not asked from here. The documents in the folder "
                            + folder + " below knowledge in the data folder are searched instead.");
        }
        List.of("host", "port", "collection").forEach(store::field);
        store.done();
    }

    private static String provider(Section embedding) {
        var provider = embedding.text("provider").orElse(EMBEDDED);
        List.of("model", "dimension").forEach(embedding::field);
        embedding.done();
        if (provider.equals(EMBEDDED) || provider.equals(IN_PROCESS)) {
            return provider;
        }
        embedding.warning(
                "provider",
                "The embedded likeness of words is used instead of " + provider
                        + "; a scoreThreshold that was meant for that is left out.");
        return "";
    }

    private static double threshold(Section search, String provider) {
        var text = search.text("scoreThreshold");
        search.text("filter")
                .filter(f -> !f.isBlank())
                .ifPresent(f -> search.warning(
                        "filter",
                        "Write a parameter instead: its value names a folder of documents."));
        search.done();
        return provider.isEmpty() ? THRESHOLD : number(search, text).orElse(THRESHOLD);
    }

    private static Optional<Double> number(Section search, Optional<String> text) {
        try {
            return text.map(Double::parseDouble).filter(n -> n >= 0 && n <= 1);
        } catch (NumberFormatException e) {
            search.error("scoreThreshold", "Write a number from 0 to 1.");
            return Optional.empty();
        }
    }
}
