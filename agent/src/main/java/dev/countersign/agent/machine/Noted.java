package dev.countersign.agent.machine;

import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Vote;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the record says about people: who could decide, and how we know who did. */
final class Noted {
    private Noted() {}

    static String approvers(Question q) {
        var gate = q.gate();
        return gate.stages().isEmpty()
                ? approvers(gate.approvers())
                : gate.stages().stream()
                        .map(s -> "stage " + s.name() + ": " + approvers(s.approvers()))
                        .collect(Collectors.joining("; "));
    }

    private static String approvers(Gate.Approvers who) {
        return (who.anyone() ? "anyone" : "people " + sorted(who.people()))
                + " groups "
                + sorted(who.groups())
                + " needed "
                + who.needed();
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    static Map<String, String> evidence(Vote vote) {
        var details = new HashMap<String, String>();
        vote.evidence().forEach((k, v) -> details.put("evidence." + k, v));
        details.put("channel", vote.channel());
        details.put("assurance", vote.assurance().name());
        vote.reason().ifPresent(r -> details.put("reason", r));
        vote.insteadOf().ifPresent(absent -> details.put("insteadOf", absent));
        vote.stage().ifPresent(stage -> details.put("stage", stage));
        return details;
    }
}
