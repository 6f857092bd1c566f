package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.tools.ServerReader;
import dev.countersign.agent.catalog.manifest.tools.ToolReader;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.gate.Conditions;
import dev.countersign.agent.words.Nearest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the documents of our own group, each kind by its reader. */
public final class Kinds {
    public static final String GROUP = "countersign.dev";
    public static final String API_VERSION = GROUP + "/v1alpha1";

    public static final String LLM = "LLM";
    public static final String AGENT = "Agent";
    public static final String POLICY = "ApprovalPolicy";
    public static final String PERSON = "Person";
    public static final String GROUP_KIND = "Group";
    public static final String CHANNEL = "ContactChannel";
    public static final String TASK = "Task";
    public static final String MCP_SERVER = "MCPServer";
    public static final String TOOL = "Tool";

    /** Kinds that are kept by name, so that documents of tomorrow load today. */
    private static final List<String> STORED =
            List.of("ToolCall", "Workflow", "WorkflowRun", "MemoryStore");

    private final Map<String, KindReader> readers = new LinkedHashMap<>();

    public Kinds(Conditions conditions) {
        readers.put(LLM, ModelReader::read);
        readers.put(AGENT, AgentReader::read);
        readers.put(POLICY, new PolicyReader(conditions)::read);
        readers.put(PERSON, PersonReader::read);
        readers.put(GROUP_KIND, GroupReader::read);
        readers.put(CHANNEL, ChannelReader::read);
        readers.put(TASK, TaskReader::read);
        readers.put(MCP_SERVER, Kinds::server);
        readers.put(
                TOOL, (name, spec, checks) -> new Piece.Instrument(ToolReader.read(name, spec)));
    }

    /** Its tools ask in any case; the channel that they ask over may come later. */
    private static Piece server(String name, Section spec, List<Check> checks) {
        var server = ServerReader.read(name, spec);
        spec.section("approvalContactChannel")
                .flatMap(ref -> ref.field("name"))
                .ifPresent(at -> server.approvalChannel()
                        .ifPresent(channel -> checks.add(Check.expected(CHANNEL, channel, at))));
        return new Piece.Server(server);
    }

    /** Reads the {@code spec} of one kind; empty where it is of no use. */
    @FunctionalInterface
    interface KindReader {
        Piece read(String name, Section spec, List<Check> checks);
    }

    /** Reads a document, or leaves it alone where it is of a group that is not ours. */
    public Reading read(Document document) {
        var findings = document.findings();
        var root = Section.of(document.root(), findings);
        List.of("kind", "metadata", "status").forEach(root::field);
        var group = document.apiVersion().split("/", 2)[0];
        if (!GROUP.equals(group)) {
            root.warning("apiVersion", document.apiVersion() + " is no group we read; skipped.");
            return Reading.unusable(document, document.kind(), findings);
        }
        if (!API_VERSION.equals(document.apiVersion())) {
            root.error(
                    "apiVersion",
                    document.apiVersion() + " is a version we do not know. Write " + API_VERSION
                            + ".");
        }
        return known(document, root);
    }

    private Reading known(Document document, Section root) {
        var findings = root.findings();
        root.field("apiVersion");
        if (STORED.contains(document.kind())) {
            findings.warning(root.line("kind"), "", document.kind() + " is read, not used yet.");
            return new Reading(
                    document,
                    document.kind(),
                    Optional.of(new Piece.Stored()),
                    findings.problems(),
                    List.of());
        }
        var reader = readers.get(document.kind());
        if (reader == null) {
            root.error(
                    "kind",
                    "There is no kind " + document.kind() + "."
                            + Nearest.to(document.kind(), names())
                                    .map(near -> " Did you mean " + near + "?")
                                    .orElse(" Known are " + String.join(", ", names()) + "."));
            return Reading.unusable(document, document.kind(), findings);
        }
        var checks = new ArrayList<Check>();
        var spec = root.needSection("spec");
        var piece = reader.read(document.name(), spec, checks);
        spec.done();
        root.done();
        return new Reading(
                document,
                document.kind(),
                findings.failed() ? Optional.empty() : Optional.of(piece),
                findings.problems(),
                checks);
    }

    private List<String> names() {
        var names = new ArrayList<>(readers.keySet());
        names.addAll(STORED);
        return names;
    }
}
