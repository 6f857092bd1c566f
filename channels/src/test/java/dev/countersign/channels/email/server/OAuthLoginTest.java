package dev.countersign.channels.email.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.channels.LoopbackServer;
import dev.countersign.channels.email.server.MailServer.Login;
import dev.countersign.channels.email.server.MailServer.Tls;
import dev.countersign.channels.email.server.OAuthTokens.Client;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Mail hosts that take no passwords are entered with an access token, at SMTP and at IMAP. */
@Timeout(60)
class OAuthLoginTest {
    private static final String GIVEN =
            "{\"access_token\":\"token-%d\",\"expires_in\":3600,\"refresh_token\":\"next\"}";
    private static final String REFUSED = "{\"error\":\"invalid_client\"}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger issued = new AtomicInteger();
    private final AtomicReference<String> good = new AtomicReference<>("token-1");
    private final AtomicReference<Instant> clock =
            new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private volatile int status = 200;
    private final LoopbackServer tokens = new LoopbackServer("/token", exchange -> {
        asked.add(LoopbackServer.body(exchange));
        var body = status == 200 ? GIVEN.formatted(issued.incrementAndGet()) : REFUSED;
        LoopbackServer.send(exchange, status, "application/json", body);
    });

    @AfterEach
    void close() {
        tokens.close();
    }

    @Test
    void smtp_and_imap_are_entered_with_a_token_that_is_fetched_once() throws Exception {
        var source = source("");
        try (var smtp = new Door(false);
                var imap = new Door(true)) {
            enters(smtp, source);
            enters(imap, source);

            var words = "user=bot@example.com\u0001auth=Bearer token-1\u0001\u0001";
            assertThat(smtp.logins).containsExactly(words);
            assertThat(imap.logins).containsExactly(words);
        }
        assertThat(asked)
                .containsExactly("grant_type=client_credentials&client_id=bot"
                        + "&client_secret=s%26cret&scope=mail");
    }

    @Test
    void an_old_token_and_a_refused_one_are_fetched_anew_with_the_newest_refresh_token()
            throws Exception {
        var source = source("first");
        try (var smtp = new Door(false)) {
            enters(smtp, source);
            clock.updateAndGet(now -> now.plus(Duration.ofMinutes(59).plusSeconds(30)));
            good.set("token-2");
            enters(smtp, source);
            good.set("token-3");
            enters(smtp, source);

            assertThat(smtp.logins).hasSize(4);
        }
        assertThat(asked).hasSize(3);
        assertThat(asked.getFirst()).contains("grant_type=refresh_token", "refresh_token=first");
        assertThat(asked.getLast()).contains("refresh_token=next");
    }

    @Test
    void a_client_that_is_refused_is_a_refused_login_and_its_secret_is_not_shown()
            throws Exception {
        status = 401;
        try (var smtp = new Door(false)) {
            assertThatThrownBy(() -> enters(smtp, source("")))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("refuses the client (401 invalid_client)")
                    .hasMessageNotContaining("s&cret");
            status = 503;
            assertThatThrownBy(() -> enters(smtp, source("")))
                    .isInstanceOf(MessagingException.class)
                    .isNotInstanceOf(AuthenticationFailedException.class);
            assertThat(smtp.logins).isEmpty();
        }
        assertThat(client("").toString()).doesNotContain("cret");
        assertThatThrownBy(() -> new Client(URI.create("http://far.example/t"), "a", "b", "", ""))
                .hasMessageContaining("must begin with https://");
    }

    private OAuthTokens source(String refresh) {
        return new OAuthTokens(client(refresh), clock::get);
    }

    private Client client(String refresh) {
        var url = URI.create(tokens.address() + "/token");
        return new Client(url, "bot", "s&cret", "mail", refresh);
    }

    private static void enters(Door door, AccessTokens source) throws MessagingException {
        var login = new Login("bot@example.com", "", Optional.of(source));
        var server = new MailServer(
                "127.0.0.1",
                door.socket.getLocalPort(),
                Tls.NONE,
                Optional.of(login),
                Optional.empty());
        try (Service service = door.imap
                ? Sessions.imap(server, Duration.ofSeconds(10)).getStore("imap")
                : Sessions.smtp(server).getTransport()) {
            server.connect(service);
            assertThat(service.isConnected()).isTrue();
        }
    }

    /** As much of a mail host as a login needs; it lets in whoever has the good token. */
    private final class Door implements AutoCloseable {
        private final ServerSocket socket =
                new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final boolean imap;
        private final List<String> logins = new CopyOnWriteArrayList<>();

        Door(boolean imap) throws IOException {
            this.imap = imap;
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            while (!socket.isClosed()) {
                try (var caller = socket.accept()) {
                    talk(caller);
                } catch (IOException gone) {
                    continue;
                }
            }
        }

        private void talk(Socket caller) throws IOException {
            var in = new BufferedReader(
                    new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
            say(caller, imap ? "* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hi" : "220 hi");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                say(caller, imap ? imap(line) : smtp(line));
            }
        }

        private String smtp(String line) {
            if (line.startsWith("AUTH XOAUTH2 ")) {
                return entered(line) ? "235 2.7.0 in" : "535 5.7.8 no";
            }
            return line.startsWith("EHLO") ? "250-here\r\n250 AUTH XOAUTH2" : "250 done";
        }

        private String imap(String line) {
            var tag = line.split(" ")[0];
            if (line.contains("AUTHENTICATE XOAUTH2 ")) {
                return tag + (entered(line) ? " OK in" : " NO no");
            }
            var list = line.contains("CAPABILITY") ? "* CAPABILITY IMAP4rev1 SASL-IR\r\n" : "";
            return list + tag + " OK done";
        }

        private boolean entered(String line) {
            var words = line.substring(line.lastIndexOf(' ') + 1);
            var login = new String(Base64.getDecoder().decode(words), StandardCharsets.UTF_8);
            logins.add(login);
            return login.contains("Bearer " + good.get() + "\u0001");
        }

        private static void say(Socket caller, String line) throws IOException {
            caller.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
