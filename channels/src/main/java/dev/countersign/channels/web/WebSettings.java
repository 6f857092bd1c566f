package dev.countersign.channels.web;

import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How the console is reached and what it says of itself. The base URL is asked for at each request,
 * since a port of 0 is known only when the server runs; {@code hosts} are further values of the
 * Host header under which it may be reached, as in {@code console.example.com:8443}. {@code notice}
 * stands at the top of every page. {@code key} signs sessions: the same key, and a restart signs
 * nobody out.
 */
public record WebSettings(Supplier<URI> baseUrl, Set<String> hosts, String notice, byte[] key) {
    private static final int KEY_BYTES = 32;

    public WebSettings {
        hosts = Set.copyOf(hosts);
        key = key.clone();
        if (key.length < KEY_BYTES) {
            throw new IllegalArgumentException("The key of the console has " + key.length
                    + " bytes and needs at least " + KEY_BYTES + "; sessions could be forged.");
        }
    }

    boolean https() {
        return "https".equals(baseUrl.get().getScheme());
    }

    /** A key never shows itself. */
    @Override
    public String toString() {
        return "WebSettings[notice=" + notice + ", key=...]";
    }
}
