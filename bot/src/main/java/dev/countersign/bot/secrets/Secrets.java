package dev.countersign.bot.secrets;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads secrets where they are: files and the environment anew each time, those of a cluster not
 * oftener than every few seconds, so that a new one is used without a restart. A secret of a
 * cluster may also stand in a folder, as Kubernetes mounts it, or in the environment under its
 * key.
 */
public final class Secrets {
    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
    /** How old a secret of a cluster may be when it is used. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Path folder;
    private final Cluster cluster;
    private final InstantSource clock;
    private final Map<SecretRef.Kubernetes, Read> lately = new ConcurrentHashMap<>();

    /** The secrets of the cluster that this process may read. */
    @FunctionalInterface
    public interface Cluster {
        /** No cluster at all. */
        Cluster NONE = (name, key) -> Optional.empty();

        Optional<String> find(String name, String key);
    }

    private record Read(Optional<String> value, Instant at) {
        @Override
        public String toString() {
            return "Read[\u2022\u2022\u2022]";
        }
    }

    public Secrets(Path folder, Cluster cluster, InstantSource clock) {
        this.folder = folder;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** The secret; empty where it is not set. */
    public Optional<String> find(SecretRef ref) {
        return switch (ref) {
            case SecretRef.Env env -> environment(env.name());
            case SecretRef.File file -> Optional.of(text(Path.of(file.path())));
            case SecretRef.Kubernetes secret ->
                inCluster(secret).or(() -> mounted(secret)).or(() -> environment(secret.key()));
        };
    }

    /** The secret, or words that name it. */
    public String need(SecretRef ref) {
        return find(ref)
                .filter(secret -> !secret.isBlank())
                .orElseThrow(() -> new IllegalStateException(
                        "The secret " + named(ref) + " is not set. Set it"));
    }

    public static String named(SecretRef ref) {
        return switch (ref) {
            case SecretRef.Env env -> env.name();
            case SecretRef.File file -> file.path();
            case SecretRef.Kubernetes secret -> secret.name() + "/" + secret.key();
        };
    }

    private Optional<String> inCluster(SecretRef.Kubernetes secret) {
        var known = lately.get(secret);
        var now = clock.instant();
        if (known != null && now.isBefore(known.at().plus(FRESH))) {
            return known.value();
        }
        var read = new Read(asked(secret, known), now);
        lately.put(secret, read);
        return read.value();
    }

    /** A cluster that cannot be asked now has not taken the secret away. */
    private Optional<String> asked(SecretRef.Kubernetes secret, Read known) {
        try {
            return cluster.find(secret.name(), secret.key());
        } catch (RuntimeException e) {
            var before = known == null ? Optional.<String>empty() : known.value();
            LOG.warn(
                    "the secret {} cannot be read from the cluster ({}); going on with {}",
                    named(secret),
                    e.getMessage(),
                    before.isPresent()
                            ? "what it was before"
                            : "the secrets folder and the environment");
            return before;
        }
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
