package dev.countersign.bot.http.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Question;
import dev.countersign.channels.Card.Kind;

import java.util.List;

/** A question in the words of those who let programs resolve what a run waits for. */
public final class Requirement {
    private Requirement() {}

    /** All that a run has asked, and what of it still waits. */
    public static ObjectNode all(String run, String agent, List<Question> questions) {
        var view = JsonNodeFactory.instance.objectNode().put("run", run);
        var active = questions.stream().filter(Question::open).toList();
        view.put("is_paused", !active.isEmpty());
        view.set("active_requirements", list(agent, active));
        view.set("requirements", list(agent, questions));
        return view;
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
