package dev.countersign.channels.email.server;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;

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

    /** A login, by a password, or by tokens where there are any; neither is printed. */
    public record Login(String user, String password, Optional<AccessTokens> tokens) {
        public Login(String user, String password) {
            this(user, password, Optional.empty());
        }

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

    /** Opens a connection and logs in; an access token that is refused is tried anew once. */
    public void connect(Service service) throws MessagingException {
        if (login.isEmpty()) {
            service.connect();
        } else if (login.get().tokens().isEmpty()) {
            service.connect(host, port, login.get().user(), login.get().password());
        } else {
            connect(service, login.get().user(), login.get().tokens().get());
        }
    }

    private void connect(Service service, String user, AccessTokens tokens)
            throws MessagingException {
        var first = tokens.current();
        try {
            service.connect(host, port, user, first);
        } catch (AuthenticationFailedException stale) {
            tokens.refused();
            service.connect(host, port, user, tokens.current());
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
