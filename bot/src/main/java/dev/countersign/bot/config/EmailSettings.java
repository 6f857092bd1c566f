package dev.countersign.bot.config;

import dev.countersign.channels.email.hook.SignedHook;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The address that Countersign writes from and reads, and the two servers for it. */
public record EmailSettings(
        String address,
        String name,
        String authservId,
        String agent,
        Server smtp,
        Optional<Server> imap,
        Duration keepRaw,
        Secret hookSecret) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /** How a connection is protected. */
    public enum Tls {
        STARTTLS,
        IMPLICIT,
        NONE
    }

    /** A token server that hands out access tokens, for mail hosts that take no passwords. */
    public record OAuth(
            URI tokenUrl, String clientId, Secret clientSecret, String scope, Secret refreshToken) {
        public OAuth {
            Checks.web("tokenUrl", tokenUrl);
            Checks.filled("clientId", clientId);
            if (!"https".equals(tokenUrl.getScheme()) && !LOOPBACK.contains(tokenUrl.getHost())) {
                throw new IllegalArgumentException(
                        "tokenUrl: must begin with https://, for secrets are sent there");
            }
            if (clientSecret.isEmpty() && refreshToken.isEmpty()) {
                throw new IllegalArgumentException(
                        "clientSecret: missing. Give it, or a refreshToken, or both");
            }
        }
    }

    /** One mail server; {@code folder} counts for IMAP alone, {@code ca} names an own authority. */
    public record Server(
            String host,
            int port,
            Tls tls,
            Optional<String> user,
            Secret password,
            Optional<Path> ca,
            String folder,
            Optional<OAuth> oauth) {

        public Server {
            Checks.filled("host", host);
            Checks.port("port", port, 1);
            if (tls == Tls.NONE && !LOOPBACK.contains(host)) {
                throw new IllegalArgumentException("tls: none is for loopback only, and " + host
                        + " is not. Use starttls or implicit");
            }
            if (!password.isEmpty() && oauth.isPresent()) {
                throw new IllegalArgumentException(
                        "oauth: a login has a password or oauth; give one of them");
            }
            if (user.isPresent() == (password.isEmpty() && oauth.isEmpty())) {
                throw new IllegalArgumentException(
                        "user: user and password belong together; give both or neither");
            }
        }
    }

    public EmailSettings {
        int at = address.indexOf('@');
        if (at < 1 || at == address.length() - 1) {
            throw new IllegalArgumentException(
                    "address: \"" + address + "\" is no mail address such as bot@example.com");
        }
        Checks.filled("agent", agent);
        if (!hookSecret.isEmpty()) {
            SignedHook.check(hookSecret.reveal());
        }
    }
}
