package dev.countersign.agent.catalog.manifest.tools;

import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.catalog.McpServerSpec.Transport;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.words.Nearest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads an {@code MCPServer}. */
public final class ServerReader {
    private static final List<String> TRANSPORTS = List.of("stdio", "http");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/@?#]+([/?][^\\s#]*)?");

    private ServerReader() {}

    public static McpServerSpec read(String name, Section spec) {
        var channel = spec.section("approvalContactChannel").map(ServerReader::named);
        return new McpServerSpec(
                name,
                transport(spec),
                local(name, spec.texts("tools")),
                spec.flag("trusted", false),
                local(name, spec.texts("requireApproval")),
                channel,
                spec.duration("timeout").orElse(McpServerSpec.TIMEOUT));
    }

    private static String named(Section ref) {
        var name = ref.needText("name");
        ref.done();
        return name;
    }

    /** {@code tool} and {@code server__tool} are the same tool. */
    private static List<String> local(String server, List<String> names) {
        var mark = server + "__";
        return names.stream()
                .map(n -> n.startsWith(mark) ? n.substring(mark.length()) : n)
                .toList();
    }

    private static Transport transport(Section spec) {
        var word = spec.text("transport").orElseGet(() -> spec.has("command") ? "stdio" : "http");
        if (!TRANSPORTS.contains(word)) {
            spec.error(
                    "transport",
                    "\"" + word + "\" is not one of stdio, http." + Nearest.hint(word, TRANSPORTS));
        }
        var stdio = word.equals("stdio");
        for (String key : stdio ? List.of("url", "headers") : List.of("command", "args", "env")) {
            if (spec.has(key)) {
                spec.warning(key, "The transport is " + word + ", so this is not used.");
            }
        }
        return stdio
                ? new Transport.Stdio(
                        spec.needText("command"), spec.texts("args"), Settings.named(spec, "env"))
                : new Transport.Http(address(spec), Settings.named(spec, "headers"));
    }

    private static String address(Section spec) {
        var url = spec.needText("url");
        Optional.of(url)
                .filter(u -> !u.isEmpty() && !ADDRESS.matcher(u).matches())
                .ifPresent(u -> spec.error(
                        "url",
                        "This is no http or https address without a password. Put secrets into"
                                + " headers."));
        return url;
    }
}
