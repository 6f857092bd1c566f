package dev.countersign.agent.model.commands.grammar;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kinds of objects that people name, with the short forms of kubectl. */
public final class Kinds {
    /** One kind: as it is written, singular and plural, and as it is shown. */
    public record Kind(String singular, String plural, String shown, boolean namespaced) {}

    private static final Map<String, Kind> BY_WORD = new HashMap<>();

    static {
        add("pod", "pods", "Pod", true, "po");
        add("deployment", "deployments", "Deployment", true, "deploy", "deploys");
        add("service", "services", "Service", true, "svc", "svcs");
        add("configmap", "configmaps", "ConfigMap", true, "cm", "config-map", "config-maps");
        add("secret", "secrets", "Secret", true);
        add("namespace", "namespaces", "Namespace", false, "ns");
        add("node", "nodes", "Node", false, "no");
        add("event", "events", "Event", true, "ev");
        add("ingress", "ingresses", "Ingress", true, "ing");
        add("job", "jobs", "Job", true);
        add("cronjob", "cronjobs", "CronJob", true, "cj");
        add("statefulset", "statefulsets", "StatefulSet", true, "sts");
        add("daemonset", "daemonsets", "DaemonSet", true, "ds");
        add("replicaset", "replicasets", "ReplicaSet", true, "rs");
        add("serviceaccount", "serviceaccounts", "ServiceAccount", true, "sa");
        add("role", "roles", "Role", true);
        add("rolebinding", "rolebindings", "RoleBinding", true);
        add("clusterrole", "clusterroles", "ClusterRole", false);
        add("clusterrolebinding", "clusterrolebindings", "ClusterRoleBinding", false);
        add("endpoints", "endpoints", "Endpoints", true, "ep");
        add("persistentvolume", "persistentvolumes", "PersistentVolume", false, "pv", "pvs");
        add(
                "persistentvolumeclaim",
                "persistentvolumeclaims",
                "PersistentVolumeClaim",
                true,
                "pvc",
                "pvcs");
        add("storageclass", "storageclasses", "StorageClass", false, "sc");
        add("networkpolicy", "networkpolicies", "NetworkPolicy", true, "netpol");
        add("resourcequota", "resourcequotas", "ResourceQuota", true, "quota");
        add("limitrange", "limitranges", "LimitRange", true, "limits");
        add(
                "horizontalpodautoscaler",
                "horizontalpodautoscalers",
                "HorizontalPodAutoscaler",
                true,
                "hpa");
        add("poddisruptionbudget", "poddisruptionbudgets", "PodDisruptionBudget", true, "pdb");
        add(
                "customresourcedefinition",
                "customresourcedefinitions",
                "CustomResourceDefinition",
                false,
                "crd",
                "crds");
    }

    private Kinds() {}

    public static Optional<Kind> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
    }

    /** A kind that the cluster may know although we do not, such as a custom resource. */
    public static Kind any(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        return of(lower).orElse(new Kind(lower, lower, word, true));
    }

    /** Every word for a kind. */
    public static Set<String> names() {
        return Set.copyOf(BY_WORD.keySet());
    }

    private static void add(
            String singular, String plural, String shown, boolean namespaced, String... others) {
        var kind = new Kind(singular, plural, shown, namespaced);
        BY_WORD.put(singular, kind);
        BY_WORD.put(plural, kind);
        List.of(others).forEach(other -> BY_WORD.put(other, kind));
    }
}
