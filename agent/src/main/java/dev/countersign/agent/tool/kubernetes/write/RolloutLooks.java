package dev.countersign.agent.tool.kubernetes.write;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.show.Readiness;
import dev.countersign.agent.tool.kubernetes.show.TableText;

import java.util.List;
import java.util.stream.Collectors;

/** The rollout actions that only look: history and status. */
final class RolloutLooks {
    private RolloutLooks() {}

    static String read(Args args, Api api) {
        ObjectRef ref = Patches.named(args, api);
        return args.text("action").equals("history")
                ? history(Rollout.rolled(ref), api)
                : Readiness.of(ref, api.get(ref)).words();
    }

    private static String history(ObjectRef ref, Api api) {
        var table = new TableText(List.of("Revision", "Images", "Change-cause"));
        for (Revision revision : Revision.of(ref, api.get(ref), api)) {
            String images = revision.template()
                    .path("spec")
                    .path("containers")
                    .valueStream()
                    .map(c -> c.path("image").asText())
                    .collect(Collectors.joining(","));
            table.row(List.of(String.valueOf(revision.number()), images, revision.cause()));
        }
        return table.size() == 0 ? ref.words() + " has no revisions yet." : table.text();
    }
}
