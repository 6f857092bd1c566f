package dev.countersign.store.mail;

import java.time.Instant;

/** A mail as it came, as columns. */
public record KeptMail(String name, String door, byte[] raw, Instant received, int tries) {}
