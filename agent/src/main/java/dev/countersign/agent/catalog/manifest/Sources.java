package dev.countersign.agent.catalog.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where documents come from: files and folders that people write, a folder of our own for what was
 * applied, and the tools of each built-in source, for documents to be checked against, with the
 * names of groups that another system keeps. Without files or folders the built-in documents are
 * used.
 */
public record Sources(
        List<Path> manifests,
        Optional<Path> applied,
        Map<String, Set<String>> builtins,
        Predicate<String> keptElsewhere) {
    /** Where no other system keeps groups. */
    public Sources(
            List<Path> manifests, Optional<Path> applied, Map<String, Set<String>> builtins) {
        this(manifests, applied, builtins, group -> false);
    }

    public Sources {
        manifests = List.copyOf(manifests);
        builtins = Map.copyOf(builtins);
    }
}
