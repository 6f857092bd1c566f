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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The whole product in a process that may die at any moment. What it reads on a line as {@code
 * delivery text} comes in as from a channel, and is acknowledged when it is stored; {@code @clock
 * PT30S} sets its clock wrong.
 */
final class CrashChild {
    static final String LISTENS = "@listens ";
    static final String STORED = "@stored ";
    static final String CLOCK = "@clock";

    private CrashChild() {}

    public static void main(String[] args) throws Exception {
        var config = ConfigFile.read(Path.of(args[0]), System.getenv());
        var checkpoint = CrashPoint.in(System.getenv());
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var clock = new SkewedClock();
        var assembly = new Assembly(config, clock, checkpoint);
        Runtime.getRuntime().addShutdownHook(new Thread(assembly::close, "stop"));
        System.out.println(LISTENS + assembly.baseUrl());
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var words = line.split(" ", 2);
            if (words[0].equals(CLOCK)) {
                clock.isOff(Duration.parse(words[1]));
            } else {
                assembly.engine().inbox().accept(said(words[0], words[1]));
                System.out.println(STORED + words[0]);
            }
        }
        System.exit(0);
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

    /** The time of the machine, and how far this process is from it. */
    private static final class SkewedClock implements InstantSource {
        private final Clock right = Clock.systemUTC();
        private volatile Duration skew = Duration.ZERO;

        void isOff(Duration by) {
            skew = by;
        }

        @Override
        public Instant instant() {
            return right.instant().plus(skew);
        }
    }
}
