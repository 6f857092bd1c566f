package dev.countersign.agent.catalog.manifest;

import dev.countersign.agent.catalog.manifest.yaml.Document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps the documents that were applied, one file each, so that they survive a restart. */
final class AppliedFolder {
    /** Where an applied document says it comes from. */
    static final String NAME = "applied";

    private static final String ENDING = ".yaml";

    private final Optional<Path> folder;

    AppliedFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /** What was kept, in the order of its names. */
    List<Document.File> read() throws IOException {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        var kept = new ArrayList<Document.File>();
        try (var files = Files.list(folder.get())) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
                kept.add(Document.read(NAME, Files.readString(file)));
            }
        }
        return kept;
    }

    /** Kept whole or not at all: written beside its place and moved there. */
    void keep(Document document) throws IOException {
        if (folder.isEmpty()) {
            return;
        }
        Files.createDirectories(folder.get());
        var place = folder.get().resolve(document.kind() + "." + document.name() + ENDING);
        var draft = folder.get().resolve(UUID.randomUUID() + ".draft");
        try {
            Files.write(draft, document.text().getBytes(StandardCharsets.UTF_8));
            Files.move(
                    draft,
                    place,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
