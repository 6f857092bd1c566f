package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.catalog.Tightening;
import dev.countersign.agent.tool.Glob;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tools that a server offers, by its own names for them, and the names of those that cannot
 * be offered here.
 */
record Offer(Map<String, ToolSpec> tools, Set<String> leftOut) {
    static final Offer NOTHING = new Offer(Map.of(), Set.of());

    private static final int MOST_TOOLS = 500;
    private static final int MOST_PAGES = 50;
    private static final int LONGEST_DESCRIPTION = 4_000;
    private static final int LONGEST_SCHEMA = 64 * 1024;
    private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    /** Asks for the whole list, page by page. */
    static Offer ask(Link link, McpServerSpec spec, Duration patience) throws LinkFailure {
        var tools = new LinkedHashMap<String, ToolSpec>();
        var leftOut = new LinkedHashSet<String>();
        var cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            var params = Rpc.object();
            if (!cursor.isEmpty()) {
                params.put("cursor", cursor);
            }
            var answer = link.ask("tools/list", params, patience);
            answer.path("tools").forEach(tool -> add(tool, spec, tools, leftOut));
            cursor = answer.path("nextCursor").asText("");
            if (cursor.isEmpty()) {
                break;
            }
        }
        return new Offer(tools, leftOut);
    }

    private static void add(
            JsonNode tool, McpServerSpec spec, Map<String, ToolSpec> tools, Set<String> leftOut) {
        var name = tool.path("name").asText("");
        if (!spec.tools().isEmpty()
                && spec.tools().stream().noneMatch(glob -> Glob.matches(glob, name))) {
            return;
        }
        var ours = spec.name() + Tightening.SERVER_MARK + name;
        var schema = tool.path("inputSchema").isObject()
                ? tool.path("inputSchema").toString()
                : NO_ARGUMENTS;
        var fits = NAME.matcher(ours).matches()
                && schema.length() <= LONGEST_SCHEMA
                && tools.size() < MOST_TOOLS;
        if (!fits || tools.containsKey(name)) {
            leftOut.add(name.length() > 100 ? name.substring(0, 100) : name);
            return;
        }
        var hints = tool.path("annotations");
        var says = tool.path("description").asText(name);
        tools.put(
                name,
                new ToolSpec(
                        ours,
                        says.length() > LONGEST_DESCRIPTION
                                ? says.substring(0, LONGEST_DESCRIPTION)
                                : says.isBlank() ? name : says,
                        schema,
                        kind(hints, spec.trusted()),
                        repeat(hints, spec.trusted()),
                        Handshake.source(spec)));
    }

    /** What a server that is not trusted says of itself only makes it more dangerous. */
    private static ToolClass kind(JsonNode hints, boolean trusted) {
        boolean reads = hints.path("readOnlyHint").asBoolean(false);
        boolean destroys = hints.path("destructiveHint").asBoolean(false);
        if (!trusted) {
            return destroys && !reads ? ToolClass.DESTRUCTIVE : ToolClass.UNKNOWN;
        }
        if (reads) {
            return ToolClass.READ;
        }
        if (hints.has("destructiveHint")) {
            return destroys ? ToolClass.DESTRUCTIVE : ToolClass.WRITE;
        }
        return hints.has("readOnlyHint") ? ToolClass.DESTRUCTIVE : ToolClass.UNKNOWN;
    }

    private static Repeat repeat(JsonNode hints, boolean trusted) {
        boolean safe = hints.path("readOnlyHint").asBoolean(false)
                || hints.path("idempotentHint").asBoolean(false);
        return trusted && safe ? Repeat.SAFE : Repeat.NEVER;
    }
}
