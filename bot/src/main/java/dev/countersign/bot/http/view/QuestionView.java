package dev.countersign.bot.http.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Archive.Asked;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.channels.Card;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Questions as the API shows them; a card holds nothing secret. */
public final class QuestionView {

    private QuestionView() {}

    public static ObjectNode of(Asked asked) {
        var question = asked.question();
        var view = JsonNodeFactory.instance.objectNode();
        view.put("key", question.key().value());
        view.put("version", question.version());
        view.put("kind", RunView.word(question.card().kind()));
        view.put("state", state(question));
        view.put("run", asked.run());
        view.put("agent", asked.agent());
        view.put(
                "member_agent_name",
                Run.parentOf(asked.run()).map(parent -> asked.agent()).orElse(null));
        view.put("requester", asked.requester());
        view.put("level", RunView.word(question.card().level()));
        view.set("call", call(question));
        view.set("card", card(question.card()));
        view.set("questions", prompts(question.card().prompts()));
        view.set("fields", fields(question.card().fields()));
        view.set("mayDecide", deciders(question));
        view.put("opened", question.timing().opened().toString());
        view.put("expires", question.timing().expires().map(Instant::toString).orElse(null));
        decided(question)
                .ifPresentOrElse(how -> view.set("decided", how), () -> view.putNull("decided"));
        return view;
    }

    public static String state(Question question) {
        return question.settled().map(how -> RunView.word(how.ending())).orElse("open");
    }

    /** By whom and when a question was closed. */
    public static Optional<ObjectNode> decided(Question question) {
        return question.settled().map(QuestionView::settlement);
    }

    private static ObjectNode settlement(Settlement how) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("verdict", verdict(how.ending()))
                .put("by", how.by().orElse(null))
                .put("channel", how.channel().isEmpty() ? null : how.channel())
                .put("at", how.at().toString())
                .put("reason", how.reason().orElse(null));
    }

    /** The word a person would have sent for it, where a person decided. */
    private static String verdict(Ending ending) {
        return switch (ending) {
            case APPROVED -> "approve";
            case REJECTED -> "reject";
            case ANSWERED -> "answer";
            case EXPIRED, CANCELLED, SUPERSEDED -> RunView.word(ending);
        };
    }

    private static ObjectNode call(Question question) {
        var work = question.card().work();
        var view = JsonNodeFactory.instance.objectNode();
        view.put("id", question.call());
        view.put("tool", work.tool());
        view.set("arguments", RunView.json(work.arguments()));
        view.put("digest", work.digest());
        return view;
    }

    private static ObjectNode card(Card card) {
        var view = JsonNodeFactory.instance.objectNode();
        view.put("title", card.title());
        var facts = view.putArray("facts");
        card.facts()
                .forEach(fact ->
                        facts.addObject().put("label", fact.label()).put("value", fact.value()));
        var changes = view.putArray("changes");
        card.work().changes().forEach(change -> changes.addObject()
                .put("path", change.path())
                .put("before", change.before().orElse(null))
                .put("after", change.after().orElse(null)));
        view.put("diff", card.work().diff());
        view.put("quote", card.quote());
        view.set("warnings", texts(card.warnings()));
        return view;
    }

    static ArrayNode prompts(List<Card.Prompt> prompts) {
        var view = JsonNodeFactory.instance.arrayNode();
        for (var prompt : prompts) {
            var shown = view.addObject().put("question", prompt.question());
            shown.set("choices", texts(prompt.choices()));
            shown.put("multiple", prompt.multiple());
        }
        return view;
    }

    static ArrayNode fields(List<Card.Field> fields) {
        var view = JsonNodeFactory.instance.arrayNode();
        for (var field : fields) {
            var shown = view.addObject()
                    .put("name", field.name())
                    .put("type", field.type())
                    .put("description", field.description())
                    .put("required", field.required());
            shown.set("enum", texts(field.options()));
        }
        return view;
    }

    private static ObjectNode deciders(Question question) {
        var deciders = question.card().deciders();
        var view = JsonNodeFactory.instance.objectNode();
        view.set("people", texts(deciders.people()));
        view.set("groups", texts(deciders.groups()));
        view.put("anyone", deciders.anyone());
        view.put("needed", deciders.needed());
        view.put("have", deciders.have() + (lastYes(question) ? 1 : 0));
        view.set("progress", texts(deciders.progress()));
        return view;
    }

    /** The yes that closed the question is kept as its end, not among the votes before it. */
    private static boolean lastYes(Question question) {
        return question.settled()
                .filter(how -> how.ending() == Ending.APPROVED)
                .flatMap(Settlement::by)
                .isPresent();
    }

    private static ArrayNode texts(List<String> texts) {
        var view = JsonNodeFactory.instance.arrayNode();
        texts.forEach(view::add);
        return view;
    }
}
