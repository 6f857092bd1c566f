package dev.countersign.agent.catalog.manifest.dialect;

import dev.countersign.agent.catalog.manifest.kinds.Kinds;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Findings;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.words.Nearest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** kagent as it was released: declarative agents, models, tool servers. */
final class Kagent implements Dialect {
    private static final String VERSION = "kagent.dev/v1alpha2";
    private static final String OLDER = "kagent.dev/v1alpha1";

    /** The server whose Kubernetes tools are built in here. */
    private static final String OUR_SERVER = "kagent-tool-server";

    private static final String OUR_TOOLS = "k8s_";
    private static final String DEFAULT_MODEL = "default-model-config";

    private static final Map<String, String> PROVIDERS = Map.of(
            "OpenAI", "openai",
            "Anthropic", "anthropic",
            "AzureOpenAI", "azure-openai",
            "Ollama", "ollama",
            "Gemini", "google",
            "GeminiVertexAI", "vertex",
            "AnthropicVertexAI", "vertex",
            "Bedrock", "bedrock");

    @Override
    public boolean speaks(Document document) {
        return VERSION.equals(document.apiVersion())
                || OLDER.equals(document.apiVersion()) && document.kind().equals("MCPServer");
    }

    @Override
    public List<Document> translate(Document document, Findings findings) {
        var spec = Section.of(document.root(), findings).needSection("spec");
        return switch (document.kind()) {
            case "Agent" -> List.of(agent(spec).document(document, Kinds.AGENT, document.name()));
            case "ModelConfig" ->
                List.of(model(spec).document(document, Kinds.LLM, document.name()));
            case "RemoteMCPServer", "ToolServer" ->
                List.of(KagentServers.remote(spec)
                        .document(document, Kinds.MCP_SERVER, document.name()));
            case "MCPServer" ->
                List.of(KagentServers.deployed(spec, document.name())
                        .document(document, Kinds.MCP_SERVER, document.name()));
            default -> {
                findings.warning(
                        document.line(),
                        "kind",
                        document.kind() + " of kagent has no meaning here; skipped.");
                yield List.of();
            }
        };
    }

    private static Form agent(Section spec) {
        var type = spec.text("type").orElse("Declarative");
        if (!type.equals("Declarative")) {
            spec.error(
                    "type",
                    "An agent of type " + type + " is a program of its own, and cannot"
                            + " be run here.");
        }
        var body = spec.needSection("declarative");
        var model = body.field("modelConfig").orElseGet(() -> Form.text(body.at(), DEFAULT_MODEL));
        var form = Form.at(spec)
                .put("description", spec.field("description"))
                .reference("llmRef", model)
                .put("system", body.field("systemMessage"))
                .list(
                        "tools",
                        body.sections("tools").stream()
                                .flatMap(t -> tool(t).stream())
                                .toList());
        Form.unmapped(body);
        Form.unmapped(spec);
        return form;
    }

    private static Optional<Field> tool(Section tool) {
        var type = tool.needText("type");
        var word = type.equalsIgnoreCase("McpServer") ? "McpServer" : "Agent";
        if (!type.equalsIgnoreCase(word)) {
            tool.error(
                    "type",
                    "\"" + type + "\" is not one of McpServer, Agent."
                            + Nearest.hint(type, List.of("McpServer", "Agent")));
            return Optional.empty();
        }
        if (!type.equals(word)) {
            tool.warning("type", "kagent writes " + word + "; read as that.");
        }
        var read = word.equals("Agent") ? agentTool(tool) : server(tool);
        Form.unmapped(tool);
        return Optional.of(read);
    }

    private static Field agentTool(Section tool) {
        var agent = tool.needSection("agent");
        var form = Form.at(tool);
        List.of("kind", "apiGroup").forEach(agent::field);
        agent.needText("name");
        agent.field("name").ifPresent(name -> form.reference("agent", name));
        Form.unmapped(agent);
        return form.field();
    }

    private static Field server(Section tool) {
        var server = tool.needSection("mcpServer");
        List.of("kind", "apiGroup").forEach(server::field);
        var name = server.needText("name");
        var names = server.items("toolNames");
        var gated = server.items("requireApproval");
        var form = Form.at(tool);
        if (OUR_SERVER.equals(name)) {
            form.text("builtin", "kubernetes");
            var others = names.stream().filter(f -> !ours(f)).toList();
            others.forEach(f -> server.findings()
                    .warning(
                            f.line(),
                            f.path(),
                            "Only the Kubernetes tools of " + OUR_SERVER
                                    + " are built in; left out."));
            var left = others.stream().map(Kagent::text).toList();
            form.list("names", names.stream().filter(Kagent::ours).toList());
            form.list("requireApproval", without(gated, left));
        } else {
            server.field("name").ifPresent(at -> form.reference("mcpServer", at));
            form.list("names", names).list("requireApproval", gated);
        }
        Form.unmapped(server);
        return form.field();
    }

    private static List<Field> without(List<Field> gated, List<String> left) {
        return gated.stream().filter(f -> !left.contains(text(f))).toList();
    }

    private static boolean ours(Field field) {
        return text(field).startsWith(OUR_TOOLS);
    }

    private static String text(Field field) {
        return field.value() instanceof Field.Text text ? text.text() : "";
    }

    private static Form model(Section spec) {
        var provider = spec.text("provider").orElse("OpenAI");
        var known = Optional.ofNullable(PROVIDERS.get(provider));
        if (known.isEmpty()) {
            spec.error(
                    "provider",
                    "There is no provider " + provider + " here."
                            + Nearest.hint(provider, PROVIDERS.keySet()));
        }
        var form =
                Form.at(spec).text("provider", known.orElse("")).put("model", spec.field("model"));
        spec.field("apiKeySecret")
                .ifPresent(secret -> form.put(
                        "apiKeyFrom",
                        secret(
                                secret,
                                spec.field("apiKeySecretKey")
                                        .orElseGet(() -> usualKey(secret, provider)))));
        var parameters = Form.at(spec);
        for (String block : new ArrayList<>(spec.keys())) {
            if (block.equalsIgnoreCase(provider)) {
                spec.section(block).ifPresent(section -> {
                    form.put(
                            "baseUrl",
                            section.field("baseUrl")
                                    .or(() -> section.field("host"))
                                    .or(() -> section.field("azureEndpoint")));
                    section.leftOver().forEach(key -> parameters.put(key, section.field(key)));
                });
            }
        }
        form.put("parameters", parameters.field());
        Form.unmapped(spec);
        return form;
    }

    /** Of Bedrock a secret holds the parts of an access key where it names none. */
    private static Field usualKey(Field at, String provider) {
        return Form.text(at, provider.equals("Bedrock") ? "AWS_ACCESS_KEY_ID" : "api-key");
    }

    private static Field secret(Field name, Field key) {
        var ref = Form.at(name).put("name", name).put("key", key).field();
        return Form.at(name).put("secretKeyRef", ref).field();
    }
}
