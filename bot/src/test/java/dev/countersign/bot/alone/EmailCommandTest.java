package dev.countersign.bot.alone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The check of mail says what is wrong, and its exit code says that something is. */
@Timeout(60)
class EmailCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String yaml) throws IOException {
        var file = folder.resolve("countersign.yaml");
        Files.writeString(file, "data: " + folder.resolve("data") + "\n" + yaml);
        var terminal = new Terminal(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(out),
                new PrintWriter(err),
                Clock.systemUTC());
        var cli = new Cli(terminal, none -> Cli.REFUSED, List.of(new EmailCommand(terminal)));
        return cli.run("email", "check", "--config", file.toString());
    }

    @Test
    void a_configuration_without_mail_is_told_where_to_read_on() throws IOException {
        assertThat(check("")).isEqualTo(Cli.REFUSED);
        assertThat(err.toString()).contains("no email block").contains("channels/EMAIL.md");
    }

    @Test
    void a_server_that_is_not_there_is_named() throws IOException {
        int nobody;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        var exit = check("""
                email:
                  address: cs@example.com
                  agent: a
                  smtp: { host: 127.0.0.1, port: %d, tls: none }
                """.formatted(nobody));

        assertThat(exit).isEqualTo(Cli.REFUSED);
        assertThat(out.toString()).contains("BROKEN  127.0.0.1:" + nobody + " did not take a mail");
    }
}
