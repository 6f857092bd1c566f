package dev.countersign.bot.alone;

import dev.countersign.agent.asking.Policies;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.manifest.FileCatalog;
import dev.countersign.agent.catalog.manifest.Sources;
import dev.countersign.agent.gate.Canonical;
import dev.countersign.agent.gate.Facts;
import dev.countersign.agent.gate.cel.CelConditions;
import dev.countersign.agent.tool.Targeting;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.ClusterAccess;
import dev.countersign.agent.tool.kubernetes.ClusterAccess.Times;
import dev.countersign.agent.tool.kubernetes.KubernetesTools;
import dev.countersign.agent.words.Nearest;
import dev.countersign.bot.cli.Cli;
import dev.countersign.bot.cli.Terminal;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.channels.slack.SlackGroups;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Says which rule decides about a call, and why. */
@Command(
        name = "policy",
        description = "Ask what a policy says to a call.",
        mixinStandardHelpOptions = true)
public final class PolicyCommand implements Callable<Integer> {
    /** Tools are only asked what they are; nothing is ever sent there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private final Terminal terminal;

    public PolicyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.say("Try: countersign policy explain AGENT TOOL ARGS");
        return Cli.USAGE;
    }

    @Command(
            name = "explain",
            description = "Print which rule decides about a call, and why.",
            mixinStandardHelpOptions = true)
    int explain(
            @Parameters(paramLabel = "AGENT") String agentName,
            @Parameters(paramLabel = "TOOL") String toolName,
            @Parameters(paramLabel = "ARGS", defaultValue = "{}") String arguments,
            @Option(names = "--config", paramLabel = "FILE") Path file,
            @Option(names = "--requester", defaultValue = "local") String requester,
            @Option(names = "--channel", defaultValue = "cli") String channel)
            throws IOException {
        var config =
                file == null ? Config.embedded() : ConfigFile.read(file, terminal.environment());
        var form = Canonical.of(arguments);
        if (form instanceof Canonical.Form.Bad bad) {
            terminal.complain("ARGS is not a JSON object for a call. " + bad.problem());
        }
        if (!(form instanceof Canonical.Form.Good good)) {
            return Cli.USAGE;
        }
        try (var cluster = ClusterAccess.sandbox(NOWHERE, Times.USUAL);
                var catalog = catalog(config)) {
            var agent = catalog.now().agents().get(agentName);
            var tool = tool(cluster, toolName);
            if (agent == null || tool.isEmpty()) {
                terminal.complain(
                        agent == null
                                ? noAgent(agentName, catalog.now().agents().keySet())
                                : noTool(toolName, cluster));
                return Cli.REFUSED;
            }
            var facts = facts(tool.get(), good.json(), agent, requester, channel);
            Explanation.of(Policies.verdict(catalog.now(), agent, facts)).forEach(terminal::say);
            return Cli.DONE;
        }
    }

    private static String noAgent(String name, Set<String> known) {
        return "There is no agent " + name + "." + Nearest.hint(name, known) + " There are: "
                + String.join(", ", new TreeSet<>(known)) + ".";
    }

    private String noTool(String name, ClusterAccess cluster) {
        var known = KubernetesTools.all(cluster, terminal.clock()).stream()
                .map(t -> t.spec().name())
                .toList();
        return "There is no built-in tool " + name + "." + Nearest.hint(name, known)
                + " Tools of other servers are known to a running server alone; the card of a"
                + " call names its rule.";
    }

    private static FileCatalog catalog(Config config) throws IOException {
        var applied = Optional.of(config.data().resolve("applied"));
        return new FileCatalog(
                new Sources(config.manifests(), applied, Map.of(), SlackGroups::named),
                new CelConditions());
    }

    private Optional<Tool> tool(ClusterAccess cluster, String name) {
        return KubernetesTools.all(cluster, terminal.clock()).stream()
                .filter(t -> t.spec().name().equals(name))
                .findFirst();
    }

    private static Facts facts(
            Tool tool, String json, AgentSpec agent, String requester, String channel) {
        List<Targeting.Target> targets =
                tool instanceof Targeting targeting ? targeting.targets(json) : List.of();
        return new Facts(tool.spec(), json, targets, agent.name(), requester, channel);
    }
}
