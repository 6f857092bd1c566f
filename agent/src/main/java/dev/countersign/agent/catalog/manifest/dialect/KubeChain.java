package dev.countersign.agent.catalog.manifest.dialect;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.manifest.kinds.Piece;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Findings;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** KubeChain, and ACP, its later name. */
final class KubeChain implements Dialect {
    private static final String NAME = "kubechain";
    private static final Set<String> VERSIONS =
            Set.of("kubechain.humanlayer.dev/v1alpha1", "acp.humanlayer.dev/v1alpha1");

    @Override
    public boolean speaks(Document document) {
        return VERSIONS.contains(document.apiVersion());
    }

    @Override
    public List<Document> translate(Document document, Findings findings) {
        if (document.kind().equals("TaskRun")) {
            findings.warning(
                    document.line(), "kind", "A TaskRun is a run of its Task; apply the Task.");
            return List.of();
        }
        var root = Section.of(document.root(), findings);
        var form =
                switch (document.kind()) {
                    case "LLM" -> model(root.needSection("spec"));
                    case "Agent" -> agent(root.needSection("spec"));
                    case "ContactChannel" -> channel(root.needSection("spec"));
                    case "Task" -> task(root.needSection("spec"));
                    case "MCPServer" -> server(root.needSection("spec"));
                    case "Tool" -> olderTool(root);
                    default -> Form.kept(root);
                };
        var kind = document.kind().equals("TaskRunToolCall") ? "ToolCall" : document.kind();
        return List.of(form.document(document, kind, document.name()));
    }

    @Override
    public Piece marked(Piece piece) {
        return piece instanceof Piece.Agent(AgentSpec agent)
                ? new Piece.Agent(agent.in(NAME))
                : piece;
    }

    private static Form model(Section spec) {
        var form = Form.at(spec)
                .put("provider", spec.field("provider"))
                .put("apiKeyFrom", spec.field("apiKeyFrom"));
        var parameters = Form.at(spec);
        List.of("maxTokens", "temperature").forEach(k -> parameters.put(k, spec.field(k)));
        for (String block : List.of("parameters", "baseConfig", "providerConfig")) {
            spec.section(block).ifPresent(section -> {
                form.put("model", section.field("model"));
                form.put("baseUrl", section.field("baseUrl").or(() -> section.field("baseURL")));
                section.leftOver().forEach(key -> parameters.put(key, section.field(key)));
            });
        }
        form.put("model", spec.field("model")).put("parameters", parameters.field());
        Form.unmapped(spec);
        return form;
    }

    private static Form agent(Section spec) {
        var form = Form.at(spec)
                .put("llmRef", spec.field("llmRef"))
                .put("system", spec.field("system").or(() -> spec.field("systemPrompt")))
                .put("description", spec.field("description"))
                .put("contactChannels", spec.field("humanContactChannels"));
        var tools = new ArrayList<Field>();
        spec.sections("mcpServers").forEach(ref -> tools.add(tool(ref, "mcpServer")));
        spec.sections("subAgents").forEach(ref -> tools.add(tool(ref, "agent")));
        form.list("tools", tools);
        Form.unmapped(spec);
        return form;
    }

    private static Field tool(Section ref, String source) {
        return Form.at(ref).put(source, ref.at()).field();
    }

    private static Form channel(Section spec) {
        var form = Form.at(spec)
                .put("type", spec.field("type").or(() -> spec.field("channelType")))
                .put("slack", spec.field("slack").or(() -> spec.field("slackConfig")))
                .put("email", spec.field("email").or(() -> spec.field("emailConfig")));
        if (spec.has("apiKeyFrom")) {
            spec.warning(
                    "apiKeyFrom",
                    "Messages go out by our own Slack app and mail account; this key"
                            + " is not used.");
        }
        Form.unmapped(spec);
        return form;
    }

    private static Form task(Section spec) {
        var form = Form.at(spec)
                .put("agentRef", spec.field("agentRef"))
                .put("message", spec.field("message"))
                .put("userMessage", spec.field("userMessage"));
        if (spec.has("contextWindow")) {
            if (spec.has("userMessage") || spec.has("message")) {
                spec.error("contextWindow", "Keep exactly one of userMessage and contextWindow.");
            }
            form.put("userMessage", lastWords(spec));
        }
        Form.unmapped(spec);
        return form;
    }

    /** What a person said last; the rest of the window is told to be left out. */
    private static Optional<Field> lastWords(Section spec) {
        var said = spec.sections("contextWindow").stream()
                .filter(message -> message.text("role").filter("user"::equals).isPresent())
                .flatMap(message -> message.field("content").stream())
                .toList();
        spec.warning("contextWindow", "Only what the user said last is used.");
        return said.isEmpty() ? Optional.empty() : Optional.of(said.getLast());
    }

    private static Form server(Section spec) {
        var form = Form.only(
                spec,
                List.of("transport", "command", "args", "env", "url", "approvalContactChannel"));
        Form.unmapped(spec);
        return form;
    }

    /** The tools of version 0.1 ran inside KubeChain; their names are kept for their agents. */
    private static Form olderTool(Section root) {
        root.warning("kind", "A Tool of KubeChain 0.1 ran inside KubeChain, and is not offered.");
        var form = Form.at(root).text("type", "code");
        root.section("spec").ifPresent(spec -> form.put("description", spec.field("description")));
        return form;
    }
}
