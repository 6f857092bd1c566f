package dev.countersign.agent.tool.kubernetes.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.Targeting.Target;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.Bounded;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.api.ResourceType;
import dev.countersign.agent.tool.kubernetes.api.ResourceTypes.NoSuchType;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.api.Yaml;
import dev.countersign.agent.tool.kubernetes.change.Plan;
import dev.countersign.agent.tool.kubernetes.change.Verb;
import dev.countersign.agent.tool.kubernetes.change.Write;
import dev.countersign.agent.tool.kubernetes.frame.Names;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The documents of one manifest, each with the object that it names. */
record Manifest(List<ObjectNode> documents, String otherwise) {
    private static final List<String> THEIRS = List.of(
            "managedFields",
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "generation",
            "selfLink");

    /** {@code otherwise} is the namespace of documents that name none. */
    static Manifest read(String text, String otherwise) {
        try {
            List<ObjectNode> documents = Yaml.documents(text);
            if (documents.isEmpty()) {
                throw new ToolFailed("The manifest has no document."
                        + " A manifest starts with apiVersion, kind, metadata.");
            }
            for (int i = 0; i < documents.size(); i++) {
                complete(documents.get(i), i + 1);
            }
            return new Manifest(documents, otherwise);
        } catch (Yaml.Broken broken) {
            throw new ToolFailed(broken.getMessage() + " Correct it and call again.");
        }
    }

    private static void complete(ObjectNode document, int number) {
        JsonNode named = document.path("metadata");
        if (named.has("generateName") && !named.has("name")) {
            throw new ToolFailed("Document " + number + " has generateName and no metadata.name."
                    + " People say yes to an object by its name: choose one and call again.");
        }
        for (String path : List.of("/apiVersion", "/kind", "/metadata/name")) {
            JsonNode value = document.at(path);
            if (!value.isTextual() || value.asText().isBlank()) {
                throw new ToolFailed("Document " + number + " has no "
                        + path.substring(1).replace('/', '.') + ". Add it and call again.");
            }
        }
        if (document.path("metadata") instanceof ObjectNode metadata) {
            Names.checked("metadata.name", metadata.path("name").asText());
            Names.checked("metadata.namespace", metadata.path("namespace").asText());
            metadata.remove(THEIRS);
        }
    }

    Plan plan(String verb, Verb how, String done, Api api) {
        Set<ResourceType> planned = new HashSet<>();
        Set<String> seen = new HashSet<>();
        List<Write> writes = new ArrayList<>();
        for (ObjectNode document : documents) {
            planned.addAll(Definitions.of(document));
            ObjectRef ref = ref(document, planned, api);
            if (!seen.add(ref.path())) {
                throw new ToolFailed(ref.words() + " is in the manifest twice. Keep one of them.");
            }
            writes.add(Write.of(ref, how, placed(document, ref), done));
        }
        return new Plan(verb, "", writes, before -> "", planned, "", 0, Optional.empty());
    }

    private static JsonNode placed(ObjectNode document, ObjectRef ref) {
        ObjectNode copy = document.deepCopy();
        if (ref.type().namespaced()) {
            copy.withObject("/metadata").put("namespace", ref.namespace());
        }
        return copy;
    }

    private ObjectRef ref(ObjectNode document, Set<ResourceType> planned, Api api) {
        String version = document.path("apiVersion").asText();
        String kind = document.path("kind").asText();
        ResourceType type = planned.stream()
                .filter(t -> t.apiVersion().equals(version) && t.kind().equals(kind))
                .findFirst()
                .orElseGet(() -> api.types().find(version, kind));
        JsonNode metadata = document.path("metadata");
        return new ObjectRef(type, namespace(metadata), metadata.path("name").asText());
    }

    private String namespace(JsonNode metadata) {
        String named = metadata.path("namespace").asText();
        return named.isEmpty() ? otherwise : named;
    }

    /** For the policy; a document of an unknown type counts as one in its namespace. */
    List<Target> targets(Cluster cluster) {
        List<Target> targets = new ArrayList<>();
        for (ObjectNode document : documents) {
            JsonNode metadata = document.path("metadata");
            targets.add(new Target(
                    cluster.name().cluster(),
                    namespaced(document, cluster) ? namespace(metadata) : "",
                    Bounded.line(document.path("kind").asText()),
                    metadata.path("name").asText()));
        }
        return targets;
    }

    private static boolean namespaced(ObjectNode document, Cluster cluster) {
        try {
            return cluster.asItself()
                    .types()
                    .find(
                            document.path("apiVersion").asText(),
                            document.path("kind").asText())
                    .namespaced();
        } catch (ApiFailure | NoSuchType unknown) {
            return true;
        }
    }
}
