package dev.countersign.agent.tool.kubernetes.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an API server answered; {@code cut} where the body was longer than was asked for. */
public record ApiAnswer(int code, byte[] body, boolean cut, List<String> warnings) {
    public ApiAnswer {
        warnings = List.copyOf(warnings);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public ObjectNode json() {
        return Json.object(body);
    }
}
