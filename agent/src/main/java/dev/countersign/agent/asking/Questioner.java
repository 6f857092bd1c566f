package dev.countersign.agent.asking;

import dev.countersign.agent.asking.Routes.Errand;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Call.Binding;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Timing;
import dev.countersign.agent.run.Ruling;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.Asking;
import dev.countersign.agent.tool.Preview;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Field;
import dev.countersign.channels.Card.Prompt;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes questions: their card, their clock, and the messages that put them to people. */
final class Questioner {
    private final Routes routes;

    Questioner(Workshop workshop) {
        this.routes = new Routes(workshop);
    }

    Ruling approve(Matter m, Binding binding, Gate gate, Preview.Shows shows) {
        var card = Cards.approval(m, binding, gate, shows);
        return ask(m, binding, gate, card, shows.basis());
    }

    Ruling ask(Matter m, Binding binding, List<Prompt> prompts) {
        var own = m.tool() instanceof Asking asking ? asking.channels() : List.<String>of();
        var gate = Gates.asker(m.run(), own.isEmpty() ? m.agent().channels() : own);
        return ask(m, binding, gate, Cards.prompts(m, gate, prompts), "");
    }

    Ruling fill(Matter m, Binding binding, List<Field> fields) {
        var gate = Gates.asker(m.run(), m.agent().channels());
        return ask(m, binding, gate, Cards.form(m, gate, fields), "");
    }

    /** Somebody else runs this call; a person, or a program they gave it to, says what came. */
    Ruling.Ask handOut(Run run, AgentSpec agent, Call call, Instant now) {
        var gate = Gates.asker(run, agent.channels());
        var card = Cards.handedOut(run, agent, call, gate);
        var question = question(run, agent, call, gate, card, now).onBasis(Question.OUTSIDE);
        return new Ruling.Ask(
                question,
                call.arguments(),
                call.binding(),
                routes.asks(agent, new Errand(run, question, Occasion.FIRST, now)));
    }

    private Ruling.Ask ask(Matter m, Binding binding, Gate gate, Card card, String basis) {
        var key = m.again().map(CallState.Again::question).orElseGet(Questioner::freshKey);
        int version = m.again().map(a -> a.version() + 1).orElse(1);
        var editor = m.again().flatMap(CallState.Again::editor);
        var occasion = version == 1 ? Occasion.FIRST : Occasion.NEW_VERSION;
        var question = question(m.run(), m.agent(), m.call(), gate, card, m.now());
        var named = new Question(
                key,
                version,
                m.call().id(),
                gate,
                card,
                basis,
                question.timing(),
                question.places(),
                List.of(),
                editor,
                Optional.empty());
        return new Ruling.Ask(
                named,
                m.arguments(),
                binding,
                routes.asks(m.agent(), new Errand(m.run(), named, occasion, m.now())));
    }

    Ruling.Ask lost(Run run, AgentSpec agent, Call call, String known, Instant now) {
        var gate = Gates.asker(run, agent.channels());
        var card = Cards.lost(run, agent, call, gate, known);
        var question = question(run, agent, call, gate, card, now);
        return new Ruling.Ask(
                question,
                call.arguments(),
                call.binding(),
                routes.asks(agent, new Errand(run, question, Occasion.FIRST, now)));
    }

    private Question question(
            Run run, AgentSpec agent, Call call, Gate gate, Card card, Instant now) {
        var bare = new Question(
                freshKey(),
                1,
                call.id(),
                gate,
                card,
                "",
                Ladder.start(gate, now),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        var places = routes.asks(agent, new Errand(run, bare, Occasion.FIRST, now)).stream()
                .map(Outbound.Ask::to)
                .distinct()
                .toList();
        Timing timing = bare.timing();
        return bare.timed(timing, places);
    }

    private static QuestionKey freshKey() {
        return new QuestionKey(Ids.fresh("q_"));
    }
}
