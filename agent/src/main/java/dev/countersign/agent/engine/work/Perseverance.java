package dev.countersign.agent.engine.work;

import dev.countersign.agent.run.Outbox.Parcel;
import dev.countersign.channels.Outbound;

import java.time.Duration;
import java.time.Instant;

/** How long a message that did not arrive is tried, how often, and when its trouble is told. */
public final class Perseverance {
    /** After so many tries who asked for the work is told; the tries go on. */
    private static final int TRIES_BEFORE_TELLING = 8;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    /** Questions are tried until they end, everything else for a day. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);

    /** At the latest after this, or a quarter of the question's life, who asked is told. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(6);

    private static final int PART_OF_LIFE = 4;
    /** Beyond this the pause would not be longer. */
    private static final int MOST_DOUBLINGS = 12;

    private Perseverance() {}

    /** How long after so many tries the next one waits. */
    public static Duration pause(int tries) {
        var pause = Duration.ofSeconds(1L << Math.min(tries, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Whether a message that is no question is given up. */
    public static boolean isOld(Parcel parcel, Instant now) {
        return Duration.between(parcel.queued(), now).compareTo(LONGEST_LIFE) > 0;
    }

    public static boolean isDueToTell(Parcel parcel, Instant now) {
        int tries = parcel.tries() + 1;
        return tries == TRIES_BEFORE_TELLING
                || tries < TRIES_BEFORE_TELLING
                        && parcel.message() instanceof Outbound.Ask ask
                        && !now.isBefore(parcel.queued().plus(silence(ask, parcel)));
    }

    private static Duration silence(Outbound.Ask ask, Parcel parcel) {
        return ask.expires()
                .map(end -> Duration.between(parcel.queued(), end).dividedBy(PART_OF_LIFE))
                .filter(part -> part.compareTo(LONGEST_SILENCE) < 0)
                .orElse(LONGEST_SILENCE);
    }
}
