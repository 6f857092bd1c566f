package dev.countersign.channels.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One-time links that sign one person in. They live in memory for a quarter of an hour: a restart
 * voids them, and another is a command away. Only hashes of the tokens are kept.
 */
public final class LoginLinks {
    static final Duration LIFE = Duration.ofMinutes(15);
    private static final int MOST = 1_000;

    private final Supplier<URI> baseUrl;
    private final InstantSource clock;
    private final Map<String, Link> links = new LinkedHashMap<>();

    private record Link(String person, Instant until) {}

    public LoginLinks(Supplier<URI> baseUrl, InstantSource clock) {
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    /** A link for this person; whoever presses the button on its page is that person. */
    public synchronized URI mint(String person) {
        var now = clock.instant();
        links.values().removeIf(link -> !now.isBefore(link.until));
        while (links.size() >= MOST) {
            links.remove(links.keySet().iterator().next());
        }
        var token = Seal.random();
        links.put(hash(token), new Link(person, now.plus(LIFE)));
        return baseUrl.get().resolve("/login?token=" + token);
    }

    /** True while the token would sign somebody in; looking does not use it up. */
    synchronized boolean good(String token) {
        return live(links.get(hash(token))).isPresent();
    }

    /** Whom the token signs in, this once. */
    synchronized Optional<String> use(String token) {
        return live(links.remove(hash(token))).map(Link::person);
    }

    private Optional<Link> live(Link link) {
        return Optional.ofNullable(link).filter(l -> clock.instant().isBefore(l.until));
    }

    private static String hash(String token) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
