package dev.countersign.agent.catalog.manifest.dialect;

import dev.countersign.agent.catalog.manifest.kinds.Kinds;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Findings;
import dev.countersign.agent.catalog.manifest.yaml.Section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The agents of the management guides: each with a model of its own, and tools by name. */
final class KagentManagement implements Dialect {
    private static final String VERSION = "kagent.dev/v1alpha1";
    private static final Set<String> KEPT = Set.of("MemoryStore", "Workflow", "WorkflowRun");

    /** vLLM speaks the chat API of OpenAI. */
    private static final Map<String, String> PROVIDERS = Map.of("vllm", "openai");

    @Override
    public boolean speaks(Document document) {
        return VERSION.equals(document.apiVersion()) && !document.kind().equals("MCPServer");
    }

    @Override
    public List<Document> translate(Document document, Findings findings) {
        var root = Section.of(document.root(), findings);
        if (document.kind().equals(Kinds.AGENT)) {
            return agent(document, root.needSection("spec"));
        }
        if (document.kind().equals(Kinds.TOOL)) {
            return List.of(instrument(root.needSection("spec"))
                    .document(document, Kinds.TOOL, document.name()));
        }
        if (KEPT.contains(document.kind())) {
            return List.of(Form.kept(root).document(document, document.kind(), document.name()));
        }
        findings.warning(
                document.line(),
                "kind",
                document.kind() + " of kagent has no meaning here; skipped.");
        return List.of();
    }

    private static List<Document> agent(Document document, Section spec) {
        if (spec.has("declarative")) {
            spec.error(
                    "declarative",
                    "This block is of v1alpha2, and the document says v1alpha1."
                            + " Write one of them.");
        }
        var modelName = document.name() + "-model";
        var model = spec.needSection("model");
        var form = Form.at(spec)
                .put("description", spec.field("description"))
                .reference("llmRef", Form.text(model.at(), modelName))
                .put("system", spec.field("systemPrompt"))
                .list(
                        "tools",
                        spec.sections("tools").stream()
                                .map(KagentManagement::tool)
                                .toList());
        var llm = model(model).document(document, Kinds.LLM, modelName);
        Form.unmapped(spec);
        return List.of(llm, form.document(document, Kinds.AGENT, document.name()));
    }

    private static Form instrument(Section spec) {
        var form = Form.only(
                spec, List.of("type", "displayName", "description", "output", "retrieval"));
        form.list(
                "parameters",
                spec.sections("parameters").stream()
                        .map(p -> known(
                                p,
                                List.of("name", "type", "required", "description", "enum"),
                                List.of("default", "minLength", "maxLength", "pattern")))
                        .toList());
        spec.section("api")
                .ifPresent(api -> form.put(
                        "api",
                        known(
                                api,
                                List.of("endpoint", "method", "timeout", "retries"),
                                List.of("headers", "authentication"))));
        Form.unmapped(spec);
        return form;
    }

    private static Field known(Section section, List<String> keys, List<String> more) {
        var all = new ArrayList<>(keys);
        all.addAll(more);
        var form = Form.only(section, all);
        Form.unmapped(section);
        return form.field();
    }

    private static Field tool(Section tool) {
        var form = Form.at(tool);
        tool.needText("name");
        tool.field("name").ifPresent(name -> form.reference("tool", name));
        Form.unmapped(tool);
        return form.field();
    }

    private static Form model(Section model) {
        var provider = model.needText("provider");
        var form = Form.at(model)
                .text("provider", PROVIDERS.getOrDefault(provider, provider))
                .put("model", model.field("name"));
        if (model.text("endpoint").filter(text -> !text.isEmpty()).isPresent()) {
            form.put("baseUrl", model.field("endpoint"));
        }
        model.section("apiKeySecretRef")
                .ifPresent(ref -> form.put(
                        "apiKeyFrom", Form.at(ref).put("secretKeyRef", ref.at()).field()));
        var parameters = Form.at(model);
        model.leftOver().forEach(key -> parameters.put(key, model.field(key)));
        return form.put("parameters", parameters.field());
    }
}
