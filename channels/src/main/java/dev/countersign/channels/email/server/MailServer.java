package dev.countersign.channels.email.server;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How one mail server is reached. */
public record MailServer(
        String host, int port, Tls tls, Optional<Login> login, Optional<Path> authority) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /** How the connection is protected. */
    public enum Tls {
        /** Begins in clear and refuses to go on without TLS. */
        STARTTLS,
        IMPLICIT,
        /** To this machine only. */
        NONE
    }

    /** A login; the password prints as dots. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + ", ...]";
        }
    }

    public MailServer {
        Objects.requireNonNull(tls);
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "a mail server needs a host and a port, not \"" + host + "\" and " + port);
        }
        if (tls == Tls.NONE && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException("tls: none is for loopback only, and " + host
                    + " is not. Use starttls or implicit");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
