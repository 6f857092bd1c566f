package dev.countersign.bot.http.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.asking.Lineage;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Archive.Line;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a run works for and what works for it, as the API shows that. */
public record Kin(Archive archive) {

    /** Adds the run's parent, its children, and what people are asked about all of them. */
    public void addTo(ObjectNode view, Run run) {
        run.origin().parent().ifPresent(parent -> {
            var shown = view.putObject("parent")
                    .put("run", parent.run())
                    .put("call", parent.call())
                    .put("root", parent.root());
            var agents = shown.putArray("agents");
            parent.chain().forEach(ancestor -> agents.add(ancestor.agent()));
        });
        var below = below(run);
        children(view.putArray("children"), run, below);
        var requirements = view.putArray("requirements");
        run.questions().forEach(q -> requirement(requirements, run.id(), member(run), q));
        below.stream()
                .filter(line -> line.open() > 0)
                .forEach(line -> archive.questions(line.id()).stream()
                        .filter(Question::open)
                        .forEach(q -> requirement(
                                requirements, line.id(), Optional.of(line.agent()), q)));
    }

    /** The runs that work for this one, at once or by way of others. */
    List<Line> below(Run run) {
        return archive.family(run.root(), Lineage.FAMILY_RUNS).stream()
                .filter(line -> line.id().startsWith(run.id() + "-"))
                .sorted(Comparator.comparing((Line line) -> line.id().length())
                        .thenComparing(Line::id))
                .toList();
    }

    private static Optional<String> member(Run run) {
        return run.origin().parent().map(parent -> run.origin().agent());
    }

    private static void children(ArrayNode children, Run run, List<Line> below) {
        below.stream()
                .filter(line -> Run.parentOf(line.id()).equals(Optional.of(run.id())))
                .forEach(line -> children.addObject()
                        .put("run", line.id())
                        .put("call", "c_" + line.id().substring(run.id().length() + 1))
                        .put("agent", line.agent())
                        .put("phase", line.phase().toLowerCase(Locale.ROOT)));
    }

    private static void requirement(
            ArrayNode requirements, String run, Optional<String> member, Question q) {
        requirements
                .addObject()
                .put("question", q.key().value())
                .put("kind", q.card().kind().name().toLowerCase(Locale.ROOT))
                .put("run", run)
                .put("tool_name", q.card().work().tool())
                .put("member_agent_name", member.orElse(null));
    }
}
