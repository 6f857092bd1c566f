package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Draft;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Key;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What controllers do after a write: deployments make replica sets, and these make pods. */
public final class Workloads {
    static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";
    private static final int MAX_PODS = 6_000;
    private static final int MAX_ROUNDS = 10;
    private static final ResourceKind DEPLOYMENTS = Kinds.builtIn("Deployment");
    private static final ResourceKind SETS = Kinds.builtIn("ReplicaSet");
    private static final ResourceKind PODS = Kinds.builtIn("Pod");

    private final Draft draft;
    private final Events events;

    public Workloads(Draft draft) {
        this.draft = draft;
        events = new Events(draft);
    }

    /** Goes on until nothing more follows from what was touched. */
    public void settle() {
        List<Key> touched = draft.takeTouched();
        for (int round = 0; round < MAX_ROUNDS && !touched.isEmpty(); round++) {
            Set<String> busy = new LinkedHashSet<>();
            Set<String> served = new LinkedHashSet<>();
            for (Key key : touched) {
                if (key.group().equals("apps") || key.isOf(PODS)) {
                    busy.add(key.namespace());
                }
                if (Endpoints.follows(key)) {
                    served.add(key.namespace());
                }
                if (key.isOf(PODS)) {
                    draft.get(key).ifPresent(pod -> Pods.run(draft, events, pod));
                }
            }
            busy.forEach(this::settle);
            served.forEach(namespace -> Endpoints.settle(draft, namespace));
            touched = draft.takeTouched();
        }
    }

    private void settle(String namespace) {
        Optional<String> place = Optional.of(namespace);
        List.copyOf(draft.list(DEPLOYMENTS, place)).forEach(this::deployment);
        for (String kind : List.of("ReplicaSet", "StatefulSet", "DaemonSet")) {
            ResourceKind sets = Kinds.builtIn(kind);
            List.copyOf(draft.list(sets, place)).forEach(set -> pods(sets, set));
        }
        List.copyOf(draft.list(DEPLOYMENTS, place)).forEach(this::statusOf);
    }

    private void deployment(ObjectNode deployment) {
        if (Meta.isGoing(deployment)) {
            return;
        }
        JsonNode template = deployment.path("spec").path("template");
        List<ObjectNode> sets = setsOf(deployment);
        Optional<ObjectNode> current =
                sets.stream().filter(set -> templateOf(set).equals(template)).findFirst();
        if (current.isEmpty()) {
            if (deployment.path("spec").path("paused").asBoolean()) {
                return;
            }
            sets.forEach(set -> scale(deployment, set, 0));
            newSet(deployment, template, sets);
            return;
        }
        String wanted = Integer.toString(revision(current.get()));
        int newest = sets.stream().mapToInt(Workloads::revision).max().orElse(1);
        if (revision(current.get()) < newest) {
            wanted = Integer.toString(newest + 1);
            ObjectNode set = current.get().deepCopy();
            Json.child(Meta.of(set), "annotations").put(REVISION, wanted);
            current = Optional.of(draft.put(SETS, set));
        }
        ObjectNode active = current.get();
        sets.stream()
                .filter(set -> !Meta.uid(set).equals(Meta.uid(active)))
                .forEach(set -> scale(deployment, set, 0));
        scale(deployment, active, deployment.path("spec").path("replicas").asInt());
        annotate(deployment, wanted);
    }

    private static int revision(ObjectNode set) {
        return set.path("metadata").path("annotations").path(REVISION).asInt(1);
    }

    private static JsonNode templateOf(ObjectNode set) {
        ObjectNode template = (ObjectNode) set.path("spec").path("template").deepCopy();
        Json.child(Meta.of(template), "labels").remove(HASH);
        return template;
    }

    private List<ObjectNode> setsOf(ObjectNode deployment) {
        return draft.list(SETS, Optional.of(Meta.namespace(deployment))).stream()
                .filter(set -> Meta.isOwnedBy(set, Meta.uid(deployment)))
                .toList();
    }

    private void newSet(ObjectNode deployment, JsonNode template, List<ObjectNode> old) {
        String hash = Names.hash(template.toString());
        int revision = old.stream().mapToInt(Workloads::revision).max().orElse(0) + 1;
        ObjectNode set = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
        ObjectNode meta = Meta.of(set);
        meta.put("name", Meta.name(deployment) + "-" + hash);
        meta.put("namespace", Meta.namespace(deployment)).put("generation", 1);
        meta.putObject("annotations").put(REVISION, Integer.toString(revision));
        Meta.own(deployment, set);
        ObjectNode spec = set.putObject("spec").put("replicas", 0);
        spec.set("selector", deployment.path("spec").path("selector").deepCopy());
        Json.child(Json.child(spec, "selector"), "matchLabels").put(HASH, hash);
        spec.set("template", template.deepCopy());
        ObjectNode labels = Json.child(Meta.of(Json.child(spec, "template")), "labels");
        labels.put(HASH, hash);
        meta.set("labels", labels.deepCopy());
        ObjectNode kept = draft.put(SETS, set);
        scale(deployment, kept, deployment.path("spec").path("replicas").asInt());
        annotate(deployment, Integer.toString(revision));
    }

    private void annotate(ObjectNode deployment, String revision) {
        Key key = Key.of(DEPLOYMENTS, Meta.namespace(deployment), Meta.name(deployment));
        ObjectNode next = draft.get(key).orElse(deployment).deepCopy();
        Json.child(Meta.of(next), "annotations").put(REVISION, revision);
        draft.put(DEPLOYMENTS, next);
    }

    private void scale(ObjectNode deployment, ObjectNode set, int wanted) {
        int now = set.path("spec").path("replicas").asInt();
        if (now == wanted) {
            return;
        }
        ObjectNode next = set.deepCopy();
        Json.child(next, "spec").put("replicas", wanted);
        Meta.of(next).put("generation", Meta.of(next).path("generation").asInt(1) + 1);
        draft.put(SETS, next);
        String way = wanted > now ? "up" : "down";
        events.add(
                deployment,
                "ScalingReplicaSet",
                "Scaled " + way + " replica set " + Meta.name(set) + " from " + now + " to "
                        + wanted);
    }

    private void pods(ResourceKind kind, ObjectNode set) {
        List<ObjectNode> pods = new ArrayList<>();
        for (ObjectNode pod : draft.list(PODS, Optional.of(Meta.namespace(set)))) {
            if (Meta.isOwnedBy(pod, Meta.uid(set))) {
                pods.add(pod);
            }
        }
        boolean everywhere = kind.kind().equals("DaemonSet");
        int asked = everywhere
                ? draft.list(Kinds.builtIn("Node"), Optional.empty()).size()
                : set.path("spec").path("replicas").asInt();
        int wanted = Math.min(MAX_PODS, asked);
        while (pods.size() > wanted) {
            ObjectNode last = pods.removeLast();
            draft.remove(Key.of(PODS, Meta.namespace(last), Meta.name(last)));
            events.add(set, "SuccessfulDelete", "Deleted pod: " + Meta.name(last));
            events.add(last, "Killing", "Stopping container");
        }
        for (int i = 0; pods.size() < wanted && i < 2 * MAX_PODS; i++) {
            String name = podName(kind, set, i);
            Key key = Key.of(PODS, Meta.namespace(set), name);
            if (draft.get(key).isEmpty() && (!draft.wasTouched(key) || ordinal(kind))) {
                pods.add(newPod(set, name));
            }
        }
        status(kind, set, wanted, pods);
    }

    private static boolean ordinal(ResourceKind kind) {
        return kind.kind().equals("StatefulSet");
    }

    private static String podName(ResourceKind kind, ObjectNode set, int index) {
        String name = Meta.name(set);
        return name + "-" + (ordinal(kind) ? index : Names.suffix(name + "/" + index));
    }

    private ObjectNode newPod(ObjectNode set, String name) {
        JsonNode template = set.path("spec").path("template");
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        pod.set("metadata", template.path("metadata").deepCopy());
        pod.set("spec", template.path("spec").deepCopy());
        Meta.of(pod).put("name", name).put("namespace", Meta.namespace(set));
        Meta.own(set, pod);
        ObjectNode kept = draft.put(PODS, pod);
        events.add(set, "SuccessfulCreate", "Created pod: " + name);
        return Pods.run(draft, events, kept);
    }

    private void status(ResourceKind kind, ObjectNode set, int wanted, List<ObjectNode> pods) {
        Key key = Key.of(kind, Meta.namespace(set), Meta.name(set));
        ObjectNode next = draft.get(key).orElse(set).deepCopy();
        int ready = (int) pods.stream().filter(Pods::isReady).count();
        ObjectNode status = Json.object();
        status.put("observedGeneration", Meta.of(next).path("generation").asInt(1));
        if (kind.kind().equals("DaemonSet")) {
            status.put("desiredNumberScheduled", wanted)
                    .put("currentNumberScheduled", pods.size())
                    .put("updatedNumberScheduled", pods.size())
                    .put("numberAvailable", ready)
                    .put("numberReady", ready)
                    .put("numberMisscheduled", 0);
        } else {
            status.put("replicas", pods.size())
                    .put("readyReplicas", ready)
                    .put("availableReplicas", ready);
        }
        next.set("status", status);
        draft.put(kind, next);
    }

    private void statusOf(ObjectNode deployment) {
        int replicas = 0;
        int ready = 0;
        int updated = 0;
        JsonNode template = deployment.path("spec").path("template");
        for (ObjectNode set : setsOf(deployment)) {
            int pods = set.path("status").path("replicas").asInt();
            replicas += pods;
            ready += set.path("status").path("readyReplicas").asInt();
            updated += templateOf(set).equals(template) ? pods : 0;
        }
        int wanted = deployment.path("spec").path("replicas").asInt();
        ObjectNode next = deployment.deepCopy();
        ObjectNode status = Json.object();
        status.put("observedGeneration", Meta.of(next).path("generation").asInt(1))
                .put("replicas", replicas)
                .put("updatedReplicas", updated)
                .put("readyReplicas", ready)
                .put("availableReplicas", ready)
                .put("unavailableReplicas", Math.max(0, wanted - ready));
        String since = Meta.text(deployment, "creationTimestamp");
        boolean available = ready >= wanted;
        status.putArray("conditions")
                .add(condition("Available", available, "MinimumReplicasAvailable", since))
                .add(condition("Progressing", true, "NewReplicaSetAvailable", since));
        next.set("status", status);
        draft.put(DEPLOYMENTS, next);
    }

    private static ObjectNode condition(String type, boolean is, String reason, String since) {
        return Json.object()
                .put("type", type)
                .put("status", is ? "True" : "False")
                .put("reason", is ? reason : "MinimumReplicasUnavailable")
                .put("message", "")
                .put("lastUpdateTime", since)
                .put("lastTransitionTime", since);
    }
}
