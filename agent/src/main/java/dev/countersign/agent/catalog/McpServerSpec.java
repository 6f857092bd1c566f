package dev.countersign.agent.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of tools that speaks the Model Context Protocol. Without names in {@code tools} all of
 * its tools are offered; what a server that is not trusted says of its tools only tightens.
 */
public record McpServerSpec(
        String name,
        Transport transport,
        List<String> tools,
        boolean trusted,
        List<String> requireApproval,
        Optional<String> approvalChannel,
        Duration timeout) {
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    public McpServerSpec {
        tools = List.copyOf(tools);
        requireApproval = List.copyOf(requireApproval);
    }

    /** How the server is reached. */
    public sealed interface Transport {
        /** A child process of ours; it sees this environment and nothing of ours. */
        record Stdio(String command, List<String> args, Map<String, Setting> environment)
                implements Transport {
            public Stdio {
                args = List.copyOf(args);
                environment = Map.copyOf(environment);
            }
        }

        /** Streamable HTTP. */
        record Http(String url, Map<String, Setting> headers) implements Transport {
            public Http {
                headers = Map.copyOf(headers);
            }
        }
    }

    /** The tools that ask whatever a policy allows: all of them where there is a channel to ask. */
    public List<String> gated() {
        return approvalChannel.isPresent() ? List.of("*") : requireApproval;
    }
}
