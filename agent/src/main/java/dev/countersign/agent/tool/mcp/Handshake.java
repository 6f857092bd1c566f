package dev.countersign.agent.tool.mcp;

import dev.countersign.agent.catalog.McpServerSpec;
import dev.countersign.agent.catalog.McpServerSpec.Transport;
import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.Setting;
import dev.countersign.agent.tool.mcp.LinkFailure.Kind;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Opens the way to a server, and says who we are. */
final class Handshake {
    static final String PROTOCOL = "2025-06-18";

    private final McpServerSpec spec;
    private final Function<SecretRef, String> secrets;

    Handshake(McpServerSpec spec, Function<SecretRef, String> secrets) {
        this.spec = spec;
        this.secrets = secrets;
    }

    Link open(Link.Ears ears, Duration patience) throws LinkFailure {
        var link = link(ears);
        try {
            var params = Rpc.object().put("protocolVersion", PROTOCOL);
            params.putObject("capabilities");
            params.putObject("clientInfo").put("name", "countersign").put("version", "1");
            link.ask("initialize", params, patience);
            link.tell("notifications/initialized");
            return link;
        } catch (LinkFailure e) {
            var last = link.lastLines();
            link.close();
            throw last.isEmpty()
                    ? e
                    : new LinkFailure(e.kind(), e.getMessage() + ": " + last.getLast());
        }
    }

    private Link link(Link.Ears ears) throws LinkFailure {
        return switch (spec.transport()) {
            case Transport.Stdio stdio -> {
                var command = new ArrayList<>(List.of(stdio.command()));
                command.addAll(stdio.args());
                yield StdioLink.open(command, readable(stdio.environment()), ears);
            }
            case Transport.Http at -> {
                readable(at.headers());
                yield new HttpLink(
                        URI.create(at.url()), () -> Setting.values(at.headers(), secrets), ears);
            }
        };
    }

    /** A secret that is not there is said by its name before anything is sent without it. */
    private Map<String, String> readable(Map<String, Setting> settings) throws LinkFailure {
        try {
            return Setting.values(settings, secrets);
        } catch (RuntimeException e) {
            throw new LinkFailure(Kind.NOT_SENT, e.getMessage());
        }
    }

    /** Kind, name and address or command line: part of what a yes is bound to. */
    static String source(McpServerSpec spec) {
        return "mcp " + spec.name() + " "
                + switch (spec.transport()) {
                    case Transport.Stdio stdio ->
                        (stdio.command() + " " + String.join(" ", stdio.args())).strip();
                    case Transport.Http at -> at.url();
                };
    }
}
