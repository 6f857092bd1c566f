package dev.countersign.bot.callbacks;

import dev.countersign.bot.config.CallbackSettings;
import dev.countersign.bot.config.Secret;
import dev.countersign.store.callback.KeptCallback;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends one callback, signed as Standard Webhooks has it; follows nobody elsewhere. */
final class Post implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final String PREFIX = "whsec_";

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(LONGEST)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** What went wrong; nothing when it has arrived. */
    Optional<String> send(CallbackSettings target, KeptCallback callback, Instant now)
            throws InterruptedException {
        var id = "cb_" + callback.id();
        var time = Long.toString(now.getEpochSecond());
        var body = callback.body();
        var request = HttpRequest.newBuilder(target.url())
                .timeout(LONGEST)
                .header("content-type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", time)
                .header(
                        "webhook-signature",
                        "v1," + signature(target.secret(), id + "." + time + "." + body))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("it answered " + status);
        } catch (IOException unreachable) {
            return Optional.of("it cannot be reached: " + unreachable);
        }
    }

    private static String signature(Secret secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret.reveal()), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java has HmacSHA256", absent);
        }
    }

    private static byte[] key(String secret) {
        return secret.startsWith(PREFIX)
                ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
