package dev.countersign.bot.crash;

import dev.countersign.bot.Assembly;
import dev.countersign.bot.CrashPoint;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound.Said;
import dev.countersign.channels.Inbound.Speaker;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The whole product in a process that may die at any moment. What it reads on a line as {@code
 * delivery text} comes in as from a channel, and is acknowledged when it is stored.
 */
final class CrashChild {
    static final String LISTENS = "@listens ";
    static final String STORED = "@stored ";

    private CrashChild() {}

    public static void main(String[] args) throws Exception {
        var config = ConfigFile.read(Path.of(args[0]), System.getenv());
        var checkpoint = CrashPoint.in(System.getenv());
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var assembly = new Assembly(config, Clock.systemUTC(), checkpoint)) {
            System.out.println(LISTENS + assembly.baseUrl());
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var words = line.split(" ", 2);
                assembly.engine().inbox().accept(said(words[0], words[1]));
                System.out.println(STORED + words[0]);
            }
        }
    }

    /** In a place of the console, so that what goes out has somewhere to go. */
    private static Said said(String delivery, String text) {
        return new Said(
                new DeliveryId("web", delivery),
                Speaker.signedIn(Assembly.LOCAL, "console"),
                new Conversation("web", "place-" + delivery),
                text,
                Optional.of("hitl-agent"),
                Optional.empty());
    }
}
