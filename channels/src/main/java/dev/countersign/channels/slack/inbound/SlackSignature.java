package dev.countersign.channels.slack.inbound;

import dev.countersign.channels.slack.desk.Secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Slack's signature over the raw bytes of a request: compared in constant time, neither too old
 * nor from the future, under the secret in use or the one before it.
 */
public final class SlackSignature {
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String ALGORITHM = "HmacSHA256";

    private final List<Secret> secrets;
    private final InstantSource clock;

    public SlackSignature(List<Secret> secrets, InstantSource clock) {
        this.secrets = List.copyOf(secrets);
        this.clock = clock;
    }

    public boolean proves(String timestamp, String signature, byte[] body) {
        if (!timestamp.matches("\\d{1,12}") || outside(Long.parseLong(timestamp))) {
            return false;
        }
        var given = signature.getBytes(StandardCharsets.UTF_8);
        var matches = false;
        for (Secret secret : secrets) {
            matches |= MessageDigest.isEqual(sign(secret, timestamp, body), given);
        }
        return matches;
    }

    private boolean outside(long second) {
        var off =
                Duration.between(Instant.ofEpochSecond(second), clock.instant()).abs();
        return off.compareTo(WINDOW) > 0;
    }

    static byte[] sign(Secret secret, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
            var hex = HexFormat.of().formatHex(mac.doFinal(body));
            return ("v0=" + hex).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, missing);
        }
    }

    /** The header value for a request of our own, as the check command sends one. */
    public static String header(Secret secret, String timestamp, byte[] body) {
        return new String(sign(secret, timestamp, body), StandardCharsets.UTF_8);
    }
}
