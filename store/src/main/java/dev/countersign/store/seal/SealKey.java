package dev.countersign.store.seal;

import dev.countersign.store.form.IndexedText;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The Ed25519 key that a server signs its seals with, made from a secret of its own. */
public final class SealKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int SHORT = 16;

    private final PrivateKey secret;
    private final String known;

    private SealKey(PrivateKey secret, String known) {
        this.secret = secret;
        this.known = known;
    }

    /** The same secret always gives the same key. */
    public static SealKey of(String secret) {
        try {
            var generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, seeded(secret));
            var pair = generator.generateKeyPair();
            return new SealKey(pair.getPrivate(), encode(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java has " + ALGORITHM, absent);
        }
    }

    /** The key's 32 bytes are the hash of the secret; the generator draws nothing else. */
    private static SecureRandom seeded(String secret) {
        var seed = HexFormat.of().parseHex(IndexedText.sha256("countersign seal key " + secret));
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        };
    }

    /** The half of the key that everybody may know. */
    public String known() {
        return known;
    }

    /** A short name of a key, for people to compare. */
    public static String fingerprint(String known) {
        return IndexedText.sha256(known).substring(0, SHORT);
    }

    String sign(String text) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return encode(signature.sign());
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("our own key cannot sign", unusable);
        }
    }

    /** Whether the owner of this key has signed this text. */
    static boolean holds(String known, String text, String signature) {
        try {
            var decoder = Base64.getDecoder();
            var key = KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(decoder.decode(known)));
            var check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(decoder.decode(signature));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has " + ALGORITHM, absent);
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return false;
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
