package dev.countersign.bot.http.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.channels.Card.Kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A question in the words of those who let programs resolve what a run waits for. */
public final class Requirement {
    private Requirement() {}

    /** All that a run and those who work for it have asked, and what of it still waits. */
    public static ObjectNode all(Run run, Archive archive) {
        var questions = new LinkedHashMap<Question, ObjectNode>();
        of(questions, run.id(), run.origin().agent(), archive);
        new Kin(archive)
                .below(run)
                .forEach(member -> of(questions, member.id(), member.agent(), archive));
        var active = JsonNodeFactory.instance.arrayNode();
        questions.forEach((question, view) -> {
            if (question.open()) {
                active.add(view);
            }
        });
        var view = JsonNodeFactory.instance.objectNode().put("run", run.id());
        view.put("is_paused", !active.isEmpty());
        view.set("active_requirements", active);
        view.putArray("requirements").addAll(questions.values());
        return view;
    }

    private static void of(
            Map<Question, ObjectNode> all, String run, String agent, Archive archive) {
        archive.questions(run).forEach(q -> all.put(q, of(agent, q).put("run", run)));
    }

    public static ArrayNode list(String agent, List<Question> questions) {
        var list = JsonNodeFactory.instance.arrayNode();
        questions.forEach(q -> list.add(of(agent, q)));
        return list;
    }

    private static ObjectNode of(String agent, Question q) {
        var view = JsonNodeFactory.instance.objectNode();
        var kind = q.card().kind();
        view.put("id", q.key().value());
        view.put("version", q.version());
        view.put("title", q.card().title());
        view.put("needs_confirmation", kind == Kind.APPROVE);
        view.put("needs_user_input", kind == Kind.ASK || kind == Kind.FORM);
        view.put("is_external_tool_execution", kind == Kind.EXTERNAL);
        view.put("member_agent_name", agent);
        var tool = view.putObject("tool");
        tool.put("tool_name", q.card().work().tool());
        tool.set("tool_args", RunView.json(q.card().work().arguments()));
        view.set("questions", QuestionView.prompts(q.card().prompts()));
        view.set("user_input_schema", QuestionView.fields(q.card().fields()));
        view.put("status", QuestionView.state(q));
        QuestionView.decided(q)
                .ifPresentOrElse(how -> view.set("resolved", how), () -> view.putNull("resolved"));
        return view;
    }
}
