package dev.countersign.channels.web;

import io.javalin.http.Context;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/** Style, script and logo, read once from the jar. */
final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "console.css", "text/css; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "logo.svg", "image/svg+xml");

    private final Map<String, byte[]> files = new HashMap<>();
    private final String version;

    Assets() {
        var sum = new CRC32();
        TYPES.keySet().stream().sorted().forEach(name -> {
            var bytes = read(name);
            sum.update(bytes);
            files.put(name, bytes);
        });
        version = Long.toHexString(sum.getValue());
    }

    /** Changes when a file does; pages name it, so that browsers may keep the files for ever. */
    String version() {
        return version;
    }

    void serve(Context ctx) {
        var name = ctx.pathParam("file");
        var bytes = files.get(name);
        if (bytes == null) {
            ctx.status(404).contentType("text/plain; charset=utf-8").result("No such file.");
            return;
        }
        if (version.equals(ctx.queryParam("v"))) {
            ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        }
        ctx.contentType(TYPES.get(name)).result(bytes);
    }

    private static byte[] read(String name) {
        try (var in = Assets.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name + " is missing in the jar").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
