package dev.countersign.bot.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** What a release left in its database, as a script; its first line names the time. */
record Legacy(Path script) {

    /** Writes down what lies in this folder now. */
    void keep(Path data) throws IOException, SQLException {
        execute(data, "script nosettings to '" + script.toAbsolutePath() + "'");
        Files.writeString(script, "-- " + Instant.now() + "\n" + Files.readString(script));
    }

    /** Puts it into an empty folder, and sets the clock to when it was kept. */
    void takeOver(Path data, GivenClock clock) {
        try {
            var then = Files.readAllLines(script).getFirst().replace("-- ", "");
            clock.passes(Duration.between(Instant.now(), Instant.parse(then)));
            execute(data, "runscript from '" + script.toAbsolutePath() + "'");
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(script + " cannot be taken over", e);
        }
    }

    private static void execute(Path data, String sql) throws SQLException {
        var url = "jdbc:h2:file:" + data.resolve("countersign");
        try (var database = DriverManager.getConnection(url, "sa", "");
                var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
