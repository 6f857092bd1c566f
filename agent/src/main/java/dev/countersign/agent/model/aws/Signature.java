package dev.countersign.agent.model.aws;

import dev.countersign.agent.model.wire.Asked;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests to Amazon's services for an IAM user or role (Signature Version 4). */
public final class Signature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String END = "aws4_request";
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AccessKey key;
    private final String region;
    private final String service;

    public Signature(AccessKey key, String region, String service) {
        this.key = key;
        this.region = region;
        this.service = service;
    }

    /** The headers that a request needs beside its own; it must go out soon. */
    public Map<String, String> headers(Asked asked, Instant now) {
        var second = SECOND.format(now);
        var signed = new TreeMap<String, String>();
        signed.put("host", host(asked.address()));
        signed.put("x-amz-date", second);
        key.session().ifPresent(token -> signed.put("x-amz-security-token", token));
        var names = String.join(";", signed.keySet());
        var day = second.substring(0, 8);
        var scope = String.join("/", day, region, service, END);
        var text =
                String.join("\n", ALGORITHM, second, scope, hash(canonical(asked, signed, names)));
        var headers = new LinkedHashMap<>(signed);
        headers.remove("host");
        headers.put(
                "Authorization",
                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(ALGORITHM, key.id(), scope, names, hex(mac(key(day), text))));
        return headers;
    }

    private static String canonical(Asked asked, Map<String, String> headers, String names) {
        var lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                asked.method(),
                path(asked.address()),
                query(asked.address()),
                lines,
                names,
                hash(asked.body()));
    }

    /** What is encoded on the wire is encoded once more. */
    private static String path(URI address) {
        var path = Optional.ofNullable(address.getRawPath()).orElse("");
        return path.isEmpty()
                ? "/"
                : Arrays.stream(path.split("/", -1))
                        .map(Signature::encoded)
                        .collect(Collectors.joining("/"));
    }

    private static String query(URI address) {
        return Optional.ofNullable(address.getRawQuery()).stream()
                .flatMap(query -> Arrays.stream(query.split("&")))
                .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            var plain = b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z'
                    || b >= '0' && b <= '9'
                    || "-_.~".indexOf(b) >= 0;
            encoded.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return encoded.toString();
    }

    /** The client sends a port only where it is not the usual one. */
    private static String host(URI address) {
        return address.getPort() < 0
                ? address.getHost()
                : address.getHost() + ":" + address.getPort();
    }

    /** The key of one day, region and service. */
    byte[] key(String day) {
        var ofTheDay = mac(("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8), day);
        return mac(mac(mac(ofTheDay, region), service), END);
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }

    private static String hash(String text) {
        try {
            return hex(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
