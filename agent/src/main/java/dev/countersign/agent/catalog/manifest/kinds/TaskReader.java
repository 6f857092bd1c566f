package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.TaskSpec;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Reads a {@code Task}: something an agent is told once. */
final class TaskReader {
    private TaskReader() {}

    static Piece read(String name, Section spec, List<Check> checks) {
        var agentRef = spec.needSection("agentRef");
        var agent = agentRef.needText("name");
        agentRef.field("name").ifPresent(at -> checks.add(Check.expected(Kinds.AGENT, agent, at)));
        agentRef.done();
        if (spec.has("message") && spec.has("userMessage")) {
            spec.error("message", "message and userMessage mean the same. Keep userMessage.");
        }
        var message = spec.text("message").orElseGet(() -> spec.needText("userMessage"));
        return new Piece.Task(new TaskSpec(name, agent, message, content(agent, message)));
    }

    /** The hash of what makes a task the same task. */
    static String content(String agent, String message) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var text = agent.length() + ":" + agent + message;
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
