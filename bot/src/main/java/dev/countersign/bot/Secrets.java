package dev.countersign.bot;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads secrets where they are, anew each time. Those of a cluster stand in a folder, as Kubernetes
 * mounts them, or in the environment under their key.
 */
record Secrets(Path folder) {

    /** The secret; empty where it is not set. */
    Optional<String> find(SecretRef ref) {
        return switch (ref) {
            case SecretRef.Env env -> environment(env.name());
            case SecretRef.File file -> Optional.of(text(Path.of(file.path())));
            case SecretRef.Kubernetes secret -> mounted(secret).or(() -> environment(secret.key()));
        };
    }

    /** The secret, or words that name it. */
    String need(SecretRef ref) {
        return find(ref)
                .filter(secret -> !secret.isBlank())
                .orElseThrow(() -> new IllegalStateException(
                        "The secret " + named(ref) + " is not set. Set it"));
    }

    static String named(SecretRef ref) {
        return switch (ref) {
            case SecretRef.Env env -> env.name();
            case SecretRef.File file -> file.path();
            case SecretRef.Kubernetes secret -> secret.name() + "/" + secret.key();
        };
    }

    /** Names are one word each: nothing outside the folder is read. */
    private Optional<String> mounted(SecretRef.Kubernetes secret) {
        var file = folder.resolve(secret.name()).resolve(secret.key()).normalize();
        return file.startsWith(folder.normalize()) && Files.isRegularFile(file)
                ? Optional.of(text(file))
                : Optional.empty();
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The secret file " + file + " cannot be read", e);
        }
    }
}
