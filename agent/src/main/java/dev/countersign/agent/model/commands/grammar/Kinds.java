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

    /** The kind as it is shown, its reach, its plural, and other words for it. */
    private static final String TABLE = """
            Pod namespaced pods po
            Deployment namespaced deployments deploy deploys
            Service namespaced services svc svcs
            ConfigMap namespaced configmaps cm config-map config-maps
            Secret namespaced secrets
            Namespace cluster namespaces ns
            Node cluster nodes no
            Event namespaced events ev
            Ingress namespaced ingresses ing
            Job namespaced jobs
            CronJob namespaced cronjobs cj
            StatefulSet namespaced statefulsets sts
            DaemonSet namespaced daemonsets ds
            ReplicaSet namespaced replicasets rs
            ServiceAccount namespaced serviceaccounts sa
            Role namespaced roles
            RoleBinding namespaced rolebindings
            ClusterRole cluster clusterroles
            ClusterRoleBinding cluster clusterrolebindings
            Endpoints namespaced endpoints ep
            PersistentVolume cluster persistentvolumes pv pvs
            PersistentVolumeClaim namespaced persistentvolumeclaims pvc pvcs
            StorageClass cluster storageclasses sc
            NetworkPolicy namespaced networkpolicies netpol
            ResourceQuota namespaced resourcequotas quota
            LimitRange namespaced limitranges limits
            HorizontalPodAutoscaler namespaced horizontalpodautoscalers hpa
            PodDisruptionBudget namespaced poddisruptionbudgets pdb
            CustomResourceDefinition cluster customresourcedefinitions crd crds
            """;

    static {
        TABLE.lines().map(line -> List.of(line.split(" "))).forEach(Kinds::add);
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

    private static void add(List<String> row) {
        var shown = row.get(0);
        var singular = shown.toLowerCase(Locale.ROOT);
        var kind = new Kind(singular, row.get(2), shown, row.get(1).equals("namespaced"));
        BY_WORD.put(singular, kind);
        row.stream().skip(2).forEach(word -> BY_WORD.put(word, kind));
    }
}
