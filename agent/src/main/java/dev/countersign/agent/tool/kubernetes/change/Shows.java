package dev.countersign.agent.tool.kubernetes.change;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ClusterName;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.change.Sight.Effect;
import dev.countersign.agent.tool.kubernetes.frame.Where;
import dev.countersign.agent.tool.kubernetes.show.Changes;
import dev.countersign.agent.tool.kubernetes.show.Masked;
import dev.countersign.agent.tool.kubernetes.show.TextDiff;
import dev.countersign.channels.Card.Change;
import dev.countersign.channels.Card.Fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What people see of a plan before they decide. */
final class Shows {
    private static final int NAMED = 5;
    private static final int LISTED = 30;
    private static final String HIDDEN = "Apply the old values, which are hidden here.";

    private Shows() {}

    static Preview of(Plan plan, List<Sight> sights, ClusterName cluster, Api api) {
        List<Change> changes = new ArrayList<>();
        StringBuilder diff = new StringBuilder();
        for (Sight sight : sights) {
            Masked.Pair pair = Masked.pair(sight.before(), sight.then());
            String prefix = sights.size() == 1 ? "" : sight.write().ref().printed() + ": ";
            changes.addAll(Changes.of(prefix, pair.before(), pair.after()));
            diff.append(TextDiff.of(
                    sight.write().ref().printed() + ".yaml", pair.before(), pair.after()));
        }
        return new Preview.Shows(
                title(plan, sights),
                facts(plan, sights, cluster, api),
                Changes.limited(changes),
                TextDiff.cut(diff.toString()),
                Warnings.of(sights, cluster, api),
                Basis.of(sights, plan));
    }

    private static String title(Plan plan, List<Sight> sights) {
        if (sights.size() == 1) {
            boolean created = sights.getFirst().effect() == Effect.CREATED;
            return plan.verb() + " " + named(sights.getFirst()) + plan.toWhat()
                    + (created ? " (new)" : "");
        }
        String names =
                sights.stream().limit(NAMED).map(Shows::named).collect(Collectors.joining(", "));
        int more = sights.size() - NAMED;
        return plan.verb() + " " + sights.size() + " objects: " + names
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String named(Sight sight) {
        ObjectRef ref = sight.write().ref();
        return ref.type().kind() + " " + ref.name();
    }

    private static List<Fact> facts(Plan plan, List<Sight> sights, ClusterName cluster, Api api) {
        List<Fact> facts = new ArrayList<>(Where.facts(cluster, api));
        if (plan.waits() > 0) {
            facts.add(new Fact("Waits", "until ready, at most " + plan.waits() + " s"));
        }
        if (sights.size() == 1) {
            one(plan, sights.getFirst(), facts, api);
        } else {
            facts.add(new Fact("Namespace", namespaces(sights)));
            sights.stream()
                    .limit(LISTED)
                    .forEach(s -> facts.add(new Fact(s.write().ref().words(), effect(s))));
            if (sights.size() > LISTED) {
                facts.add(new Fact("More objects", String.valueOf(sights.size() - LISTED)));
            }
            facts.add(new Fact("Undo", "Delete what is new; apply the old values of the rest."));
        }
        return facts;
    }

    private static String namespaces(List<Sight> sights) {
        List<String> all = sights.stream()
                .map(s -> s.write().ref().namespace())
                .map(name -> name.isEmpty() ? "- (cluster-wide)" : name)
                .distinct()
                .toList();
        int more = all.size() - NAMED;
        return String.join(", ", all.subList(0, Math.min(NAMED, all.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static void one(Plan plan, Sight sight, List<Fact> facts, Api api) {
        ObjectRef ref = sight.write().ref();
        facts.add(new Fact("Namespace", namespaces(List.of(sight))));
        facts.add(new Fact("Kind", ref.type().kind() + " (" + ref.type().apiVersion() + ")"));
        facts.add(new Fact("Name", ref.name()));
        facts.add(new Fact("Effect", effect(sight)));
        if (sight.effect() == Effect.DELETED) {
            deleted(sight, facts, api);
        }
        String undo = plan.undo().apply(sight.before());
        boolean hidden = ref.type().is("", "Secret") && sight.effect() == Effect.CHANGED;
        String usual = hidden ? HIDDEN : undo(sight.effect());
        facts.add(new Fact("Undo", undo.isEmpty() ? usual : undo));
    }

    private static void deleted(Sight sight, List<Fact> facts, Api api) {
        String owned = sight.found()
                .map(o -> Cascade.words(sight.write().ref(), o, api))
                .orElse("");
        boolean stays = sight.write().orphans();
        facts.add(new Fact("Goes with it", owned.isEmpty() || stays ? "nothing" : owned));
        if (stays && !owned.isEmpty()) {
            facts.add(new Fact("Stays without owner", owned));
        }
        JsonNode grace = sight.write().body().path("gracePeriodSeconds");
        if (!grace.isMissingNode()) {
            facts.add(new Fact("Grace period", grace.asInt() + " s"));
        }
    }

    private static String effect(Sight sight) {
        return sight.effect().name().toLowerCase(Locale.ROOT);
    }

    private static String undo(Effect effect) {
        return switch (effect) {
            case CREATED -> "Delete it.";
            case CHANGED -> "Apply the old values; the diff shows them.";
            case UNCHANGED -> "Nothing changes.";
            case DELETED -> "It cannot be undone; it would have to be created again.";
        };
    }
}
