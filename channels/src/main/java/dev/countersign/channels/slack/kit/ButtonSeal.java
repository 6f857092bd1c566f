package dev.countersign.channels.slack.kit;

import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.slack.desk.Secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a button carries: which question, which version, and a seal that only we can make, so that
 * a forged value decides nothing. Never arguments.
 */
public final class ButtonSeal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEPT = 12;
    private static final int PARTS = 4;

    private final List<Secret> secrets;

    public ButtonSeal(List<Secret> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** A question in one version, and what else a button says about it. */
    public record Target(QuestionKey key, int version, String extra) {}

    public String value(Target target) {
        var plain = target.version() + "|" + target.key().value() + "|" + target.extra();
        return mac(secrets.getFirst(), plain) + "|" + plain;
    }

    /** What the button says, if the seal is ours; the second secret counts during a rotation. */
    public Optional<Target> open(String value) {
        var parts = value.split("\\|", PARTS);
        if (parts.length < PARTS || !parts[1].matches("\\d{1,9}")) {
            return Optional.empty();
        }
        var plain = value.substring(parts[0].length() + 1);
        var ours = secrets.stream().anyMatch(secret -> same(mac(secret, plain), parts[0]));
        return ours
                ? Optional.of(
                        new Target(new QuestionKey(parts[2]), Integer.parseInt(parts[1]), parts[3]))
                : Optional.empty();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String mac(Secret secret, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            var bytes = mac.doFinal(("button:" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, KEPT);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, missing);
        }
    }
}
