package dev.countersign.agent.catalog.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where documents come from: files and folders that people write, a folder of our own for what was
 * applied, and the tools of each built-in source, for documents to be checked against. Without
 * files or folders the built-in documents are used.
 */
public record Sources(
        List<Path> manifests, Optional<Path> applied, Map<String, Set<String>> builtins) {
    public Sources {
        manifests = List.copyOf(manifests);
        builtins = Map.copyOf(builtins);
    }
}
