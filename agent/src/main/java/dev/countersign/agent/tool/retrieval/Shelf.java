package dev.countersign.agent.tool.retrieval;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The passages of a folder and their directions, in memory; read again when a file has changed. */
final class Shelf {
    private final Documents documents;
    private final Embedding embedding;
    private Map<Path, Documents.Stamp> stamps = Map.of();
    private List<Passage> passages = List.of();
    private List<float[]> directions = List.of();

    Shelf(Documents documents, Embedding embedding) {
        this.documents = documents;
        this.embedding = embedding;
    }

    /** A passage and how near it is to what was asked, from 0 to 1. */
    record Hit(Passage passage, double score) {}

    /** The nearest passages, the nearest first. */
    synchronized List<Hit> nearest(
            String query, int most, double least, Predicate<Passage> wanted) {
        refresh();
        var asked = unit(embedding.of(query));
        return IntStream.range(0, passages.size())
                .filter(i -> wanted.test(passages.get(i)))
                .mapToObj(i -> new Hit(passages.get(i), product(asked, directions.get(i))))
                .filter(hit -> hit.score() >= least)
                .sorted(Comparator.comparing(Hit::score).reversed())
                .limit(most)
                .toList();
    }

    private void refresh() {
        var now = documents.look();
        if (!now.equals(stamps)) {
            passages = documents.passages(now.keySet());
            directions = passages.stream()
                    .map(p -> unit(embedding.of(p.source() + "\n" + p.text())))
                    .toList();
            stamps = now;
        }
    }

    private static float[] unit(float[] vector) {
        double length = Math.sqrt(product(vector, vector));
        if (length > 0) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= (float) length;
            }
        }
        return vector;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
