package dev.countersign.agent.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.catalog.AgentSpec.Source;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.run.Run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** An agent as it was at the start of a run: its kept form, under the hash of that form. */
public record Blueprint(String hash, String form) {
    /** The form that is written; older ones are read, newer ones are refused. */
    public static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A form that this release cannot read. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The same agent always has the same form and hash. */
    public static Blueprint of(AgentSpec agent) {
        var form = JSON.createObjectNode();
        form.put("format", FORMAT);
        form.put("name", agent.name());
        form.put("description", agent.description());
        form.put("model", agent.model());
        form.put("system", agent.system());
        var tools = form.putArray("tools");
        agent.tools().forEach(tool -> write(tools.addObject(), tool));
        agent.policy().ifPresent(policy -> form.put("policy", policy));
        write(form.putArray("channels"), agent.channels());
        form.put("askUser", agent.askUser());
        agent.budget().tokens().ifPresent(tokens -> form.put("budgetTokens", tokens));
        agent.budget().micros().ifPresent(micros -> form.put("budgetMicros", micros));
        agent.dialect().ifPresent(dialect -> form.put("dialect", dialect));
        var text = form.toString();
        return new Blueprint(hash(text), text);
    }

    private static void write(ObjectNode form, ToolRef tool) {
        form.put("source", tool.source().name());
        form.put("name", tool.name());
        write(form.putArray("names"), tool.names());
        write(form.putArray("requireApproval"), tool.requireApproval());
    }

    private static void write(ArrayNode form, List<String> texts) {
        texts.forEach(form::add);
    }

    /** The agent of a kept form. */
    public static AgentSpec read(String form) {
        var node = parsed(form);
        int format = node.path("format").asInt();
        if (format < 1 || format > FORMAT) {
            throw new Unreadable(
                    "The agent of this run was kept in format " + format
                            + ", and this release reads" + " formats up to " + FORMAT
                            + ". Use the release that wrote it.",
                    null);
        }
        return new AgentSpec(
                node.path("name").asText(),
                node.path("description").asText(),
                node.path("model").asText(),
                node.path("system").asText(),
                tools(node.path("tools")),
                Optional.ofNullable(node.get("policy")).map(JsonNode::asText),
                texts(node.path("channels")),
                node.path("askUser").asBoolean(),
                new Run.Budget(
                        number(node.path("budgetTokens")), number(node.path("budgetMicros"))),
                Optional.ofNullable(node.get("dialect")).map(JsonNode::asText));
    }

    private static Optional<Long> number(JsonNode node) {
        return node.isNumber() ? Optional.of(node.asLong()) : Optional.empty();
    }

    private static JsonNode parsed(String form) {
        try {
            return JSON.readTree(form);
        } catch (JsonProcessingException e) {
            throw new Unreadable("The agent of this run is kept in no form we know.", e);
        }
    }

    private static List<ToolRef> tools(JsonNode forms) {
        var tools = new ArrayList<ToolRef>();
        for (JsonNode form : forms) {
            tools.add(new ToolRef(
                    Source.valueOf(form.path("source").asText()),
                    form.path("name").asText(),
                    texts(form.path("names")),
                    texts(form.path("requireApproval"))));
        }
        return tools;
    }

    private static List<String> texts(JsonNode forms) {
        var texts = new ArrayList<String>();
        forms.forEach(form -> texts.add(form.asText()));
        return texts;
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
