package dev.countersign.bot.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong next, and when: drawn from a seed, so that it can be drawn again. Each fault of a
 * climate comes once before any comes again, in an order of its own each time.
 */
final class Weather {
    private final Random random;
    private final Climate climate;
    private final List<Fault> deck = new ArrayList<>();

    Weather(long seed, Climate climate) {
        this.random = new Random(seed);
        this.climate = climate;
    }

    /** What can go wrong, with the pause before each of it, and how often all of it does. */
    record Climate(List<Fault> faults, Duration shortest, Duration longest, int rounds) {
        int gusts() {
            return faults.size() * rounds;
        }
    }

    /** One thing that goes wrong: after a pause, to one of those that it can happen to, so much. */
    record Gust(Duration pause, Fault fault, int where, int howMuch) {}

    /** Everything that can go wrong. */
    enum Fault {
        A_PROCESS_IS_KILLED,
        A_PROCESS_DIES_AT_A_NAMED_POINT,
        A_PROCESS_IS_STOPPED,
        THE_DATABASE_IS_RESTARTED,
        ALL_SESSIONS_ARE_TERMINATED,
        THE_STORE_IS_SLOW,
        THE_STORE_IS_CUT_OFF,
        THE_STORE_IS_HALF_CLOSED,
        THE_STORE_DOES_IT_AND_FAILS,
        A_TOOL_IS_SLOW,
        A_TOOL_IS_CUT_OFF,
        A_TOOL_DOES_IT_AND_FAILS,
        SLACK_DOES_IT_AND_FAILS,
        SLACK_IS_HALF_CLOSED,
        MAIL_DOES_IT_AND_FAILS,
        A_CALLBACK_DOES_IT_AND_FAILS,
        A_CLOCK_JUMPS,
        A_READER_IS_SLOW,
        THE_DISK_IS_FULL
    }

    Gust next() {
        if (deck.isEmpty()) {
            deck.addAll(climate.faults());
            Collections.shuffle(deck, random);
        }
        var span = climate.longest().minus(climate.shortest()).toMillis();
        var pause = climate.shortest().plusMillis((long) (random.nextDouble() * span));
        return new Gust(pause, deck.removeFirst(), random.nextInt(100), random.nextInt(100));
    }
}
