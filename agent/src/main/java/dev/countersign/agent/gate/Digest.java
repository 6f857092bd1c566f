package dev.countersign.agent.gate;

import dev.countersign.agent.run.Call.Binding;
import dev.countersign.agent.tool.ToolSpec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash over exactly what was approved: agent, tool, its source, its schema, the cluster and
 * identity it works with, and the canonical arguments.
 */
public final class Digest {
    /** Changes when what goes in changes, so that old and new digests are never confused. */
    private static final String FORMAT = "countersign-digest-1";

    private Digest() {}

    public static Binding bind(String agent, ToolSpec tool, String target, String arguments) {
        var schema = sha256(tool.schema());
        var digest = sha256(String.join(
                "\0", FORMAT, agent, tool.name(), tool.source(), schema, target, arguments));
        return new Binding(tool.source(), schema, target, digest);
    }

    private static String sha256(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
