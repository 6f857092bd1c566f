package dev.countersign.agent.tool.kubernetes.sandbox.kind;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All kinds that are served now: the usual ones and those that definitions have added. */
public final class Kinds {
    /** group/version plural Kind short,names scope subresources. */
    private static final String USUAL = """
            v1 namespaces Namespace ns cluster status,finalize
            v1 pods Pod po namespaced status,log,exec,eviction
            v1 services Service svc namespaced status,proxy
            v1 endpoints Endpoints ep namespaced -
            v1 endpoints Endpoints ep namespaced -
            v1 configmaps ConfigMap cm namespaced -
            v1 secrets Secret - namespaced -
            v1 serviceaccounts ServiceAccount sa namespaced -
            v1 events Event ev namespaced -
            v1 nodes Node no cluster status
            v1 persistentvolumes PersistentVolume pv cluster status
            v1 persistentvolumeclaims PersistentVolumeClaim pvc namespaced status
            v1 replicationcontrollers ReplicationController rc namespaced status,scale
            v1 resourcequotas ResourceQuota quota namespaced status
            v1 limitranges LimitRange limits namespaced -
            apps/v1 deployments Deployment deploy namespaced status,scale
            apps/v1 replicasets ReplicaSet rs namespaced status,scale
            apps/v1 statefulsets StatefulSet sts namespaced status,scale
            apps/v1 daemonsets DaemonSet ds namespaced status
            apps/v1 controllerrevisions ControllerRevision - namespaced -
            batch/v1 jobs Job - namespaced status
            batch/v1 cronjobs CronJob cj namespaced status
            networking.k8s.io/v1 ingresses Ingress ing namespaced status
            networking.k8s.io/v1 ingressclasses IngressClass - cluster -
            networking.k8s.io/v1 networkpolicies NetworkPolicy netpol namespaced -
            rbac.authorization.k8s.io/v1 roles Role - namespaced -
            rbac.authorization.k8s.io/v1 rolebindings RoleBinding - namespaced -
            rbac.authorization.k8s.io/v1 clusterroles ClusterRole - cluster -
            rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding - cluster -
            autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler hpa namespaced status
            policy/v1 poddisruptionbudgets PodDisruptionBudget pdb namespaced status
            storage.k8s.io/v1 storageclasses StorageClass sc cluster -
            scheduling.k8s.io/v1 priorityclasses PriorityClass pc cluster -
            coordination.k8s.io/v1 leases Lease - namespaced -
            apiextensions.k8s.io/v1 customresourcedefinitions \
            CustomResourceDefinition crd,crds cluster status
            authorization.k8s.io/v1 selfsubjectaccessreviews SelfSubjectAccessReview - cluster -
            authorization.k8s.io/v1 subjectaccessreviews SubjectAccessReview - cluster -
            authorization.k8s.io/v1 localsubjectaccessreviews \
            LocalSubjectAccessReview - namespaced -
            """;

    private static final List<ResourceKind> BUILT_IN =
            USUAL.lines().map(Kinds::usual).toList();

    private volatile List<ResourceKind> all = BUILT_IN;

    private static ResourceKind usual(String line) {
        String[] part = line.split(" ");
        String[] api = part[0].split("/");
        return new ResourceKind(
                api.length == 1 ? "" : api[0],
                api[api.length - 1],
                part[1],
                part[2],
                names(part[3]),
                part[4].equals("namespaced"),
                names(part[5]),
                false);
    }

    private static List<String> names(String text) {
        return text.equals("-") ? List.of() : List.of(text.split(","));
    }

    /** One of the usual kinds, by the name of its kind. */
    public static ResourceKind builtIn(String kind) {
        return BUILT_IN.stream()
                .filter(it -> it.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** Serves exactly the usual kinds and those of the given definitions. */
    public void define(Stream<? extends JsonNode> definitions) {
        List<ResourceKind> next = new ArrayList<>(BUILT_IN);
        definitions.forEach(definition -> addTo(next, definition));
        all = List.copyOf(next);
    }

    private static void addTo(List<ResourceKind> next, JsonNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                next.add(new ResourceKind(
                        spec.path("group").asText(),
                        version.path("name").asText(),
                        names.path("plural").asText(),
                        names.path("kind").asText(),
                        Meta.items(names.path("shortNames"))
                                .map(JsonNode::asText)
                                .toList(),
                        spec.path("scope").asText().equals("Namespaced"),
                        subresources(version.path("subresources")),
                        true));
            }
        }
    }

    private static List<String> subresources(JsonNode declared) {
        return Stream.of("status", "scale").filter(declared::has).toList();
    }

    public List<ResourceKind> all() {
        return all;
    }

    Stream<ResourceKind> in(String group, String version) {
        return all.stream()
                .filter(it -> it.group().equals(group) && it.version().equals(version));
    }

    public Optional<ResourceKind> find(String group, String version, String plural) {
        return in(group, version).filter(it -> it.plural().equals(plural)).findFirst();
    }
}
