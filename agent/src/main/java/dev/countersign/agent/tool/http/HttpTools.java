package dev.countersign.agent.tool.http;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Body;
import dev.countersign.agent.tool.Tool;

import java.util.Optional;
import java.util.function.Function;

/** Makes the tools that stand in manifests. */
public final class HttpTools {
    private final Function<SecretRef, String> secrets;

    /** {@code secrets} reads a secret, or throws with words that name it. */
    public HttpTools(Function<SecretRef, String> secrets) {
        this.secrets = secrets;
    }

    /** The tool; empty where its type is not run here. */
    public Optional<Tool> open(ToolDefinition definition) {
        return switch (definition.body()) {
            case Body.Api api ->
                Optional.of(new HttpTool(definition, api, new Credentials(api, secrets)));
            case Body.Human human -> Optional.of(new HumanTool(definition));
            case Body.Retrieval elsewhere -> Optional.empty();
            case Body.Unavailable unavailable -> Optional.empty();
        };
    }
}
