package dev.countersign.agent.catalog.manifest;

import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Problem.Severity;
import dev.countersign.agent.gate.cel.CelConditions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A folder of manifests with the catalog that watches it, for tests. */
final class Folder {
    static final Map<String, Set<String>> BUILTINS = Map.of(
            "kubernetes",
            Set.of(
                    "k8s_get_resources",
                    "k8s_describe_resource",
                    "k8s_get_resource_yaml",
                    "k8s_get_events",
                    "k8s_get_pod_logs",
                    "k8s_apply_manifest",
                    "k8s_delete_resource",
                    "k8s_patch_resource",
                    "k8s_scale"));

    static final String LLM = """
            apiVersion: countersign.dev/v1alpha1
            kind: LLM
            metadata: { name: commands }
            spec: { provider: commands }
            """;

    static final String AGENT = """
            apiVersion: countersign.dev/v1alpha1
            kind: Agent
            metadata:
              name: hitl-agent
            spec:
              llmRef: { name: commands }
              tools:
                - builtin: kubernetes
                  names: [k8s_get_resources, k8s_delete_resource]
                  requireApproval:
                    - k8s_delete_resource
            """;

    final Path root;
    final Path applied;
    private int writes;

    Folder(Path parent) throws IOException {
        root = Files.createDirectories(parent.resolve("manifests"));
        applied = parent.resolve("applied");
    }

    Folder with(String file, String... documents) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, String.join("---\n", documents));
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000L + writes++));
        return this;
    }

    FileCatalog catalog() throws IOException {
        return new FileCatalog(
                new Sources(List.of(root), Optional.of(applied), BUILTINS), new CelConditions());
    }

    /** The problem as a person reads it, with the folder left out. */
    String told(Problem problem) {
        return problem.toString().replace(root + "/", "");
    }

    List<String> errors(FileCatalog catalog) {
        return told(catalog, Severity.ERROR);
    }

    List<String> warnings(FileCatalog catalog) {
        return told(catalog, Severity.WARNING);
    }

    private List<String> told(FileCatalog catalog, Severity severity) {
        return catalog.now().problems().stream()
                .filter(p -> p.severity() == severity)
                .map(this::told)
                .toList();
    }
}
