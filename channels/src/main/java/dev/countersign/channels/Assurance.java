package dev.countersign.channels;

/** How sure a channel is that the speaker is who it says; each step includes the ones before. */
public enum Assurance {
    /** The message says so itself, as the From line of any mail does. */
    CLAIMED,
    /** The channel's own host vouches for the sender. */
    ALIGNED,
    /** A secret or a signature proves it. */
    SIGNED;

    public boolean atLeast(Assurance wanted) {
        return compareTo(wanted) >= 0;
    }
}
