package dev.countersign.channels.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.email.letter.Letter;
import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.MailServer.Tls;
import dev.countersign.channels.email.smtp.Post;
import dev.countersign.channels.email.smtp.Postman;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What each answer of a mail server means for a message, on a server that is told its lines. */
@Timeout(60)
class SmtpFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 unknown, GIVE_UP",
        "RCPT, 554 5.7.1 policy, GIVE_UP",
        "RCPT, 450 4.2.0 greylisted, TRY_LATER",
        "RCPT, 452 4.2.2 full, TRY_LATER",
        "MAIL, 530 5.7.0 TLS first, TRY_LATER",
        "MAIL, 421 4.3.2 going down, TRY_LATER",
        "., 552 5.3.4 too large, GIVE_UP",
        "., 451 4.3.0 try again, TRY_LATER",
        "., cut, UNKNOWN"
    })
    void an_answer_says_what_to_do_next(String at, String answer, Remedy remedy) throws Exception {
        try (var server = new Scripted(Map.of(at, answer))) {
            var failure = catchThrowableOfType(ChannelFailure.class, () -> send(server.port()));

            assertThat(failure.remedy()).isEqualTo(remedy);
            assertThat(failure.channel()).isEqualTo("email");
        }
    }

    @Test
    void a_refused_login_waits_a_quarter_of_an_hour() throws Exception {
        try (var server = new Scripted(Map.of("MAIL", "530 5.7.0 Authentication required"))) {
            var failure = catchThrowableOfType(ChannelFailure.class, () -> send(server.port()));

            assertThat(failure.after())
                    .hasValueSatisfying(pause -> assertThat(pause.toMinutes()).isEqualTo(15));
            assertThat(failure.getMessage()).contains("email.smtp.user");
        }
    }

    @Test
    void a_server_that_is_not_there_is_tried_later() throws Exception {
        // It has the port, so that nobody else gets it, and does not listen.
        try (var deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var failure =
                    catchThrowableOfType(ChannelFailure.class, () -> send(deaf.getLocalPort()));
            assertThat(failure.remedy()).isEqualTo(Remedy.TRY_LATER);
        }
    }

    @Test
    void bounces_go_to_an_address_of_their_own_and_one_mail_has_one_recipient() throws Exception {
        try (var server = new Scripted(Map.of())) {
            send(server.port());

            assertThat(server.heard)
                    .contains("MAIL FROM:<bot+b.x@example.com>", "RCPT TO:<dana@example.com>");
            assertThat(server.heard.stream().filter(s -> s.startsWith("RCPT"))).hasSize(1);
        }
    }

    @Test
    void starttls_is_required_where_it_is_configured() throws Exception {
        try (var server = new Scripted(Map.of())) {
            var wire = new MailServer(
                    "127.0.0.1", server.port(), Tls.STARTTLS, Optional.empty(), Optional.empty());
            var failure = catchThrowableOfType(
                    ChannelFailure.class, () -> postman(wire).deliver(post()));

            assertThat(failure.remedy()).isEqualTo(Remedy.TRY_LATER);
            assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    private static void send(int port) throws ChannelFailure {
        postman(new MailServer("127.0.0.1", port, Tls.NONE, Optional.empty(), Optional.empty()))
                .deliver(post());
    }

    private static Postman postman(MailServer server) {
        return new Postman("email", server, "bot@example.com", "Bot", InstantSource.system());
    }

    private static Post post() {
        return new Post(
                "<1@example.com>",
                "dana@example.com",
                "bot+r.x@example.com",
                Optional.of("bot+b.x@example.com"),
                Optional.empty(),
                List.of(),
                new Letter("Hello", "text", "<p>text</p>"));
    }

    /** An SMTP server that answers one command as it is told, and all others with yes. */
    private static final class Scripted implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final Map<String, String> answers;
        final List<String> heard = new CopyOnWriteArrayList<>();

        Scripted(Map<String, String> answers) throws IOException {
            this.answers = answers;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return door.getLocalPort();
        }

        private void accept() {
            while (!door.isClosed()) {
                try (var caller = door.accept()) {
                    talk(caller);
                } catch (IOException closed) {
                    continue;
                }
            }
        }

        private void talk(Socket caller) throws IOException {
            var in = new BufferedReader(
                    new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
            say(caller, "220 ready");
            boolean data = false;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (data && !line.equals(".")) {
                    continue;
                }
                data = line.equals("DATA");
                heard.add(line);
                var usual = data ? "354 go on" : "250 yes";
                var answer = answers.getOrDefault(line.split(" ")[0], usual);
                if (answer.equals("cut")) {
                    return;
                }
                say(caller, answer);
            }
        }

        private static void say(Socket caller, String line) throws IOException {
            caller.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
