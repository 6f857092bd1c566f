package dev.countersign.bot.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The token that a server keeps in its data folder, readable for its own user alone. */
public final class LocalToken {

    private static final String NAME = "local-token";
    private static final int BYTES = 32;

    private LocalToken() {}

    /** The token of this folder, made anew where there is none. */
    public static Secret keptIn(Path data) throws IOException {
        return keptIn(data, NAME);
    }

    /** A secret of another name in this folder, made anew where there is none. */
    static Secret keptIn(Path data, String name) throws IOException {
        var kept = find(data.resolve(name));
        if (kept.isPresent()) {
            return kept.get();
        }
        Files.createDirectories(data);
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var value = HexFormat.of().formatHex(bytes);
        write(data.resolve(name), value);
        return new Secret(value);
    }

    /** The token of this folder, if there is one that this user may read. */
    public static Optional<Secret> findIn(Path data) throws IOException {
        return find(data.resolve(NAME));
    }

    private static Optional<Secret> find(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        var value = Files.readString(file).strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(new Secret(value));
    }

    /** The rights are there before the secret is, and the name appears with the whole of it. */
    private static void write(Path file, String value) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(fresh);
        }
        Files.writeString(fresh, value + "\n", StandardOpenOption.WRITE);
        Files.move(
                fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
