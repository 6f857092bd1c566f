package dev.countersign.agent.tool.kubernetes.read;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.show.TableText;

import java.util.List;

/** {@code kubectl api-resources}. */
final class ApiResources {
    private ApiResources() {}

    static String table(Api api) {
        var table = new TableText(
                List.of("NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", "VERBS"));
        for (ResourceType type : api.types().all()) {
            table.row(List.of(
                    type.plural(),
                    String.join(",", type.shortNames()),
                    type.apiVersion(),
                    String.valueOf(type.namespaced()),
                    type.kind(),
                    String.join(",", type.verbs())));
        }
        return table.text();
    }
}
