package dev.countersign.channels;

/** Where a channel hands in what it received. */
@FunctionalInterface
public interface Inbox {
    /**
     * Stores one delivery; when this returns it survives a crash, and only then may the outside be
     * told "received". A delivery that came before is swallowed.
     */
    void accept(Inbound inbound);
}
