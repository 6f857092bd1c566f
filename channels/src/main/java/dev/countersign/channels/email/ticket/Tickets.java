package dev.countersign.channels.email.ticket;

import dev.countersign.channels.Ticket;
import dev.countersign.channels.email.ticket.Stub.Kind;
import dev.countersign.channels.email.ticket.Stub.Matter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues tickets and recognises them. A secret is made from our key and a random salt that is
 * kept: a repeated mail has the same one, and neither the key nor the rows alone can forge it.
 */
public final class Tickets {
    private static final int SALT_BYTES = 16;
    private static final int ADDRESS_BYTES = 16;
    private static final int CODE_LENGTH = 6;
    private static final int SHORTEST_KEY = 32;
    private static final int LONGEST_SECRET = 64;
    private static final String FREEZE = "frozen";
    private static final Duration FROZEN = Duration.ofDays(1);
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    /** Letters and digits that nobody mistakes for another. */
    private static final String CODE_LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679";

    private final byte[] key;
    private final TicketStore store;
    private final SecureRandom random = new SecureRandom();

    public Tickets(byte[] key, TicketStore store) {
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "the key for tickets needs " + SHORTEST_KEY + " bytes and has " + key.length);
        }
        this.key = key.clone();
        this.store = store;
    }

    /** The secrets of one mail, in clear, for as long as it takes to write the mail. */
    public record Issued(
            Stub stub, Ticket link, Ticket reply, Ticket thread, Ticket bounce, Ticket code) {}

    /** A secret that was presented, and which it is. */
    public record Found(Stub stub, Kind kind) {}

    /** Whom a mail is for. */
    public record Holder(String person, String address) {}

    public Issued issue(
            String name, Matter matter, Holder holder, Instant now, Optional<Instant> expires) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var fresh = new Stub(
                name,
                HexFormat.of().formatHex(salt),
                matter,
                holder.person(),
                holder.address(),
                hashes(HexFormat.of().formatHex(salt)),
                now,
                expires,
                Optional.empty());
        var kept = store.keep(fresh);
        if (!kept.hashes().equals(hashes(kept.salt()))) {
            // The key was changed since: what was sent keeps working, this mail gets its own.
            kept = store.keep(fresh.withName(name + "/" + fresh.salt()));
        }
        return issued(kept);
    }

    private Issued issued(Stub stub) {
        var salt = stub.salt();
        return new Issued(
                stub,
                new Ticket(secret(salt, Kind.LINK)),
                new Ticket(secret(salt, Kind.REPLY)),
                new Ticket(secret(salt, Kind.THREAD)),
                new Ticket(secret(salt, Kind.BOUNCE)),
                new Ticket(secret(salt, Kind.CODE)));
    }

    /** Looked up by hash, so there is no telling by time how much of a guess was right. */
    public Optional<Found> find(String secret) {
        if (secret.length() < 20 || secret.length() > LONGEST_SECRET) {
            return Optional.empty();
        }
        var hash = hash(secret);
        return store.byHash(hash).flatMap(stub -> kind(stub, hash).map(k -> new Found(stub, k)));
    }

    public boolean codeFits(Stub stub, String typed) {
        var bare = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        var wanted = stub.hashes().getOrDefault(Kind.CODE, "").getBytes(StandardCharsets.US_ASCII);
        var given = hash(stub.salt() + bare).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(wanted, given);
    }

    /** From now on for a day, mail decides nothing in the name of whoever has this address. */
    public Instant freeze(String address, Instant now) {
        var until = now.plus(FROZEN);
        var matter = new Matter(FREEZE, Optional.empty(), 0, "", "");
        var holder = new Holder("", address);
        return issue(freeze(address, day(now)), matter, holder, now, Optional.of(until))
                .stub()
                .expires()
                .orElse(until);
    }

    /** Until when mail decides nothing for this address, if that is so now. */
    public Optional<Instant> frozen(String address, Instant now) {
        return Stream.of(day(now), day(now) - 1)
                .flatMap(day -> store.named(freeze(address, day)).stream())
                .flatMap(stub -> stub.expires().stream())
                .filter(now::isBefore)
                .max(Comparator.naturalOrder());
    }

    private static long day(Instant at) {
        return at.getEpochSecond() / FROZEN.toSeconds();
    }

    private static String freeze(String address, long day) {
        return FREEZE + "/" + address + "/" + day;
    }

    public Optional<Stub> named(String name) {
        return store.named(name);
    }

    public void used(Stub stub, Instant at) {
        store.used(stub.name(), at);
    }

    /** A seal over some words, for what a page hands out and must get back unchanged. */
    public String seal(String words) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac("seal|" + words));
    }

    private static Optional<Kind> kind(Stub stub, String hash) {
        return stub.hashes().entrySet().stream()
                .filter(e -> e.getKey() != Kind.CODE && e.getValue().equals(hash))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Map<Kind, String> hashes(String salt) {
        var hashes = new EnumMap<Kind, String>(Kind.class);
        for (var kind : Kind.values()) {
            var secret = secret(salt, kind);
            hashes.put(kind, kind == Kind.CODE ? hash(salt + secret) : hash(secret));
        }
        return hashes;
    }

    private String secret(String salt, Kind kind) {
        var bytes = mac(kind.name() + "|" + salt);
        return switch (kind) {
            case LINK -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            case REPLY, THREAD, BOUNCE -> base32(bytes);
            case CODE -> code(bytes);
        };
    }

    /** Local parts may lose their case on the way, so only lower case and digits. */
    private static String base32(byte[] bytes) {
        var out = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < ADDRESS_BYTES; i++) {
            buffer = buffer << 8 | bytes[i] & 0xFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(BASE32.charAt(buffer >> bits & 31));
            }
        }
        return out.append(BASE32.charAt(buffer << 5 - bits & 31)).toString();
    }

    private static String code(byte[] bytes) {
        var out = new StringBuilder();
        for (int i = 0; i < CODE_LENGTH; i++) {
            out.append(CODE_LETTERS.charAt((bytes[i] & 0xFF) % CODE_LETTERS.length()));
        }
        return out.toString();
    }

    private byte[] mac(String words) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(words.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    public static String hash(String secret) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
