package dev.countersign.channels.email.review;

import dev.countersign.channels.QuestionKey;

import java.time.ZoneId;

/** Those whom links are for, by their addresses. */
public interface Holders {
    /** By which clock they live. */
    ZoneId zone(String address);

    /** A decision in their name was not theirs. */
    void disowned(QuestionKey key, String address);
}
