package dev.countersign.agent.tool.kubernetes.api;

/** The name of one object in a cluster. */
public record ObjectRef(ResourceType type, String namespace, String name) {
    public ObjectRef {
        namespace = type.namespaced() ? namespace : "";
    }

    public String path() {
        return type.collection(namespace) + "/" + Paths.segment(name);
    }

    /** As kubectl prints it: {@code deployment.apps/web}. */
    public String printed() {
        return type.printed() + "/" + name;
    }

    public String words() {
        return type.kind() + " " + name + (namespace.isEmpty() ? "" : " in " + namespace);
    }
}
