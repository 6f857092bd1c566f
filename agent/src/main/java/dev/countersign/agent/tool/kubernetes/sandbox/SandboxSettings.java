package dev.countersign.agent.tool.kubernetes.sandbox;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a sandbox cluster is started: the port (0 takes any), the folder that keeps its objects
 * (none keeps them in memory only), and the clock it lives by.
 */
public record SandboxSettings(int port, Optional<Path> folder, InstantSource clock) {
    private static final int MAX_PORT = 65_535;

    public SandboxSettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "sandbox port " + port + " is not a port. Use 0 for any, or 1 to 65535.");
        }
    }

    /** Any port, nothing kept. */
    public static SandboxSettings inMemory(InstantSource clock) {
        return new SandboxSettings(0, Optional.empty(), clock);
    }
}
