package dev.countersign.bot.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys by which a server knows again what it signed: sessions, pages of mails, seals. They come
 * from the secret that all servers of one database share, or are kept in the data folder.
 */
public final class Keys {
    private static final String MAC = "HmacSHA256";

    private Keys() {}

    /** The key of this name; the same after a restart, and in all servers that share a secret. */
    public static Secret named(String name, Config config) throws IOException {
        var shared = config.store().key();
        return shared.isEmpty()
                ? LocalToken.keptIn(config.data(), name)
                : new Secret(HexFormat.of().formatHex(derived(shared, name)));
    }

    private static byte[] derived(Secret shared, String name) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(shared.bytes(), MAC));
            return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }
}
