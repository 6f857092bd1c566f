package dev.countersign.bot.http.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.channels.QuestionKey;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Runs as the API shows them. */
public record RunView(UnaryOperator<String> masked) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** {@code asked} are all questions of the run, in the order in which they were opened. */
    public ObjectNode whole(
            Run run, List<Message> messages, List<Call> calls, List<Question> asked) {
        var view = JsonNodeFactory.instance.objectNode();
        view.put("id", run.id());
        view.put("agent", run.origin().agent());
        view.put("phase", phase(run.phase()));
        view.put("answer", answer(run.phase()).orElse(null));
        view.put("requester", run.origin().requester());
        view.put("started", run.origin().started().toString());
        var counts = run.counts();
        view.putObject("usage")
                .put("turns", counts.turns())
                .put("tokensIn", counts.tokensIn())
                .put("tokensOut", counts.tokensOut())
                .put("cost", Run.money(counts.micros()));
        if (run.phase() instanceof Phase.Closed closed) {
            view.put("end", word(closed.end()));
            view.put("reason", masked.apply(closed.reason()));
        }
        var shownMessages = view.putArray("messages");
        messages.forEach(message -> shownMessages.add(message(message)));
        var shownCalls = view.putArray("calls");
        var last = new HashMap<String, QuestionKey>();
        asked.forEach(question -> last.put(question.call(), question.key()));
        calls.forEach(call -> shownCalls.add(call(call, Optional.ofNullable(last.get(call.id())))));
        var open = view.putArray("questions");
        run.questions().forEach(question -> open.add(question.key().value()));
        return view;
    }

    public ObjectNode line(Archive.Line line) {
        var view = JsonNodeFactory.instance.objectNode();
        view.put("id", line.id());
        view.put("agent", line.agent());
        view.put("requester", line.requester());
        view.put("phase", line.phase().toLowerCase(Locale.ROOT));
        view.put("title", masked.apply(line.title()));
        view.put("open", line.open());
        view.put("started", line.started().toString());
        view.put("parent", Run.parentOf(line.id()).orElse(null));
        return view;
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case Phase.Thinking any -> "thinking";
            case Phase.Acting any -> "acting";
            case Phase.Resting any -> "resting";
            case Phase.Closed any -> "closed";
        };
    }

    private Optional<String> answer(Phase phase) {
        return phase instanceof Phase.Resting resting && !resting.answer().isEmpty()
                ? Optional.of(masked.apply(resting.answer()))
                : Optional.empty();
    }

    private ObjectNode message(Message message) {
        return switch (message) {
            case Message.User user -> said("user", user.text()).put("by", user.by());
            case Message.Assistant assistant -> said("assistant", assistant.text());
            case Message.Result result ->
                said("tool", result.text())
                        .put("tool", result.tool())
                        .put("call", result.call())
                        .put("error", result.error());
        };
    }

    private ObjectNode said(String role, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("role", role)
                .put("text", masked.apply(text));
    }

    private ObjectNode call(Call call, Optional<QuestionKey> asked) {
        var view = JsonNodeFactory.instance.objectNode();
        view.put("id", call.id());
        view.put("tool", call.tool());
        view.set("arguments", Masking.json(json(call.arguments())));
        if (call.edited()) {
            view.set("proposed", Masking.json(json(call.proposal().arguments())));
        }
        view.put("digest", call.binding().digest());
        view.put("state", state(call.state()));
        var question = question(call.state()).or(() -> asked);
        view.put("question", question.map(QuestionKey::value).orElse(null));
        view.set("outcome", outcome(call.state()));
        if (call.state() instanceof CallState.Delegated delegated) {
            view.put("child", delegated.to());
        }
        return view;
    }

    private static String state(CallState state) {
        return switch (state) {
            case CallState.Proposed any -> "proposed";
            case CallState.Gated any -> "gated";
            case CallState.Cleared any -> "cleared";
            case CallState.Started any -> "started";
            case CallState.Done any -> "done";
            case CallState.Refused any -> "refused";
            case CallState.Lost any -> "lost";
            case CallState.Delegated any -> "delegated";
        };
    }

    /** The question that holds the call, or that cleared it. */
    private static Optional<QuestionKey> question(CallState state) {
        return switch (state) {
            case CallState.Gated gated -> Optional.of(gated.question());
            case CallState.Lost lost -> Optional.of(lost.question());
            case CallState.Cleared cleared -> decided(cleared.by());
            case CallState.Started started -> decided(started.by());
            case CallState.Done done -> done.by().flatMap(RunView::decided);
            case CallState.Proposed any -> Optional.empty();
            case CallState.Refused any -> Optional.empty();
            case CallState.Delegated any -> Optional.empty();
        };
    }

    private static Optional<QuestionKey> decided(Clearance by) {
        return by instanceof Clearance.ByDecision decision
                ? Optional.of(decision.question())
                : Optional.empty();
    }

    private JsonNode outcome(CallState state) {
        var view = JsonNodeFactory.instance.objectNode();
        return switch (state) {
            case CallState.Done done ->
                view.put("text", masked.apply(done.outcome().text()))
                        .put("error", done.outcome().error());
            case CallState.Refused refused ->
                view.put("text", masked.apply(refused.told()))
                        .put("error", true)
                        .put("refusal", word(refused.why()));
            case CallState.Lost lost ->
                view.put("text", masked.apply(lost.known())).put("error", true);
            case CallState.Proposed any -> NullNode.instance;
            case CallState.Gated any -> NullNode.instance;
            case CallState.Cleared any -> NullNode.instance;
            case CallState.Started any -> NullNode.instance;
            case CallState.Delegated any -> NullNode.instance;
        };
    }

    /** JSON text as JSON; what a model wrote may be anything, and is then shown as text. */
    public static JsonNode json(String text) {
        try {
            var node = JSON.readTree(text);
            return node.isMissingNode() ? JsonNodeFactory.instance.objectNode() : node;
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
