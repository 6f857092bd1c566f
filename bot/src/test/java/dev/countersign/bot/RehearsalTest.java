package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bot.alone.RehearseCommand;
import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;

/** What the launcher does once after a build. */
@Timeout(300)
class RehearsalTest {

    @Test
    void an_approval_over_two_starts_goes_well_and_prints_nothing() throws Exception {
        var printed = new StringWriter();
        var terminal = new Terminal(
                Map.of(),
                InputStream.nullInputStream(),
                new PrintWriter(printed),
                new PrintWriter(printed),
                Clock.systemUTC());

        assertThat(new RehearseCommand(terminal, Main::rehearsed).call()).isEqualTo(Cli.DONE);
        assertThat(printed.toString()).isEmpty();
    }
}
