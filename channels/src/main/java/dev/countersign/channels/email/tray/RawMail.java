package dev.countersign.channels.email.tray;

import java.time.Instant;

/**
 * A mail as it came: {@code name} is the hash of its bytes, {@code door} the way it came by, and
 * {@code tries} says how often it was looked at in vain.
 */
public record RawMail(String name, String door, byte[] raw, Instant received, int tries) {}
