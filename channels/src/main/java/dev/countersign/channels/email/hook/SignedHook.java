package dev.countersign.channels.email.hook;

import dev.countersign.channels.HttpDoor.Knock;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks the Standard Webhooks signature of a call, over its raw bytes and before reading them. */
public final class SignedHook {
    private static final Duration TOLERANCE = Duration.ofSeconds(300);
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST_KEY = 16;

    private final byte[] key;

    public SignedHook(String secret) {
        this.key = key(secret);
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException("hookSecret: it has " + key.length
                    + " bytes and needs at least " + SHORTEST_KEY + ". Make one with: echo whsec_"
                    + "$(openssl rand -base64 32)");
        }
    }

    /** Refuses a secret that cannot be one, in words that name its key. */
    public static void check(String secret) {
        new SignedHook(secret);
    }

    public boolean signed(Knock knock, Instant now) {
        var id = knock.header("webhook-id").orElse("");
        var time = knock.header("webhook-timestamp").orElse("");
        if (id.isEmpty() || id.length() > 200 || !fresh(time, now)) {
            return false;
        }
        var wanted = ("v1," + sign(id + "." + time + ".", knock.body()))
                .getBytes(StandardCharsets.UTF_8);
        for (var given : knock.header("webhook-signature").orElse("").split(" ", 10)) {
            if (MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))) {
                return true;
            }
        }
        return false;
    }

    private static boolean fresh(String time, Instant now) {
        try {
            var sent = Instant.ofEpochSecond(Long.parseLong(time));
            return Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
        } catch (RuntimeException notATime) {
            return false;
        }
    }

    private String sign(String head, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private static byte[] key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("hookSecret: what follows " + PREFIX
                    + " is no Base64. Copy it whole, or make one with: echo " + PREFIX
                    + "$(openssl rand -base64 32)");
        }
    }
}
