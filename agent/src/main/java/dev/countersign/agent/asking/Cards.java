package dev.countersign.agent.asking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.gate.Masking;
import dev.countersign.agent.machine.Told;
import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Call.Binding;
import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.Asking;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.words.ExactJson;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Card.Field;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Offer;
import dev.countersign.channels.Card.Prompt;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Choice.Result;

import java.util.ArrayList;
import java.util.List;

/** Writes cards. Everything on them is computed from the stored call; the agent is quoted. */
final class Cards {
    private static final JsonMapper JSON = ExactJson.JSON;
    /** The agent's words are context, not content: more of them is in the transcript. */
    private static final int QUOTE = 1000;
    /** In full they are with the call. */
    private static final int BRIEF = 300;

    private Cards() {}

    static Card approval(Matter m, Binding binding, Gate gate, Preview.Shows shows) {
        var facts = new ArrayList<>(shows.facts());
        facts.addAll(origin(m.run(), m.agent()));
        facts.add(new Fact("Rule", gate.rule()));
        gate.grants()
                .map(g -> Told.words(g.maxFor()) + ", " + g.maxUses() + " uses at most")
                .ifPresent(bounds -> facts.add(new Fact("A yes may hold for", bounds)));
        if (gate.mustBeAble()) {
            facts.add(new Fact("A yes counts", "from who could do this themselves"));
        }
        m.again().ifPresent(again -> facts.add(new Fact("Asked again", again.why())));
        var work = new Work(
                m.call().tool(),
                pretty(m.arguments()),
                binding.digest(),
                shows.changes(),
                shows.diff());
        return new Card(
                Kind.APPROVE,
                shows.title(),
                gate.level(),
                facts,
                work,
                quote(m.run()),
                shows.warnings(),
                gate.deciders(List.of()),
                List.of(),
                SchemaFields.of(m.tool().spec().schema()),
                gate.grants().map(g -> new Offer(g.maxFor(), g.maxUses(), names(m.arguments()))));
    }

    private static List<String> names(String arguments) {
        var names = new ArrayList<String>();
        tree(arguments).fieldNames().forEachRemaining(names::add);
        return names;
    }

    static Card prompts(Matter m, Gate gate, List<Prompt> prompts) {
        return new Card(
                Kind.ASK,
                prompts.size() == 1 ? "A question for you" : "Questions for you",
                gate.level(),
                origin(m.run(), m.agent()),
                Work.NONE,
                quote(m.run()),
                List.of(),
                gate.deciders(List.of()),
                prompts,
                List.of());
    }

    static Card form(Matter m, Gate gate, List<Field> fields) {
        boolean own = m.tool() instanceof Asking;
        var work = own
                ? Work.NONE
                : new Work(m.call().tool(), pretty(m.arguments()), "", List.of(), "");
        return new Card(
                Kind.FORM,
                own ? "Values that the agent needs" : "What " + m.call().tool() + " still needs",
                gate.level(),
                origin(m.run(), m.agent()),
                work,
                quote(m.run()),
                List.of(),
                gate.deciders(List.of()),
                List.of(),
                fields);
    }

    static Card handedOut(Run run, AgentSpec agent, Call call, Gate gate) {
        var work = new Work(
                call.tool(), pretty(call.arguments()), call.binding().digest(), List.of(), "");
        return new Card(
                Kind.EXTERNAL,
                "Run " + call.tool() + " elsewhere, and say what came of it",
                gate.level(),
                origin(run, agent),
                work,
                quote(run),
                List.of("It is not run here. The agent reads what you report, as reported by you."),
                gate.deciders(List.of()),
                List.of(),
                List.of(Card.outcomes(Result.RAN, Result.FAILED, Result.GIVE_UP)));
    }

    static Card lost(Run run, AgentSpec agent, Call call, Gate gate, String known) {
        var facts = new ArrayList<>(origin(run, agent));
        facts.add(0, new Fact("What is known", known.isBlank() ? "nothing" : known));
        var work = new Work(
                call.tool(), pretty(call.arguments()), call.binding().digest(), List.of(), "");
        return new Card(
                Kind.EXTERNAL,
                "Did " + call.tool() + " run? It was started, and its outcome is not known",
                gate.level(),
                facts,
                work,
                "",
                List.of("It is not repeated unless you say so."),
                gate.deciders(List.of()),
                List.of(),
                List.of());
    }

    /** Who asked first, and through which agents it has come here. */
    private static List<Fact> origin(Run run, AgentSpec agent) {
        var who = new Fact("Requested by", run.origin().requester());
        var by = new Fact("Agent", agent.name());
        return run.origin().chain().isEmpty()
                ? List.of(who, by)
                : List.of(
                        who,
                        by,
                        new Fact("Chain of agents", String.join(" → ", Lineage.names(run))));
    }

    /** The words beside the calls of this turn; they are kept with the run while it acts. */
    private static String quote(Run run) {
        var words = Masking.text(run.words());
        return words.length() > QUOTE ? words.substring(0, QUOTE) + " …" : words;
    }

    static String pretty(String arguments) {
        return Masking.json(tree(arguments)).toPrettyString();
    }

    /** Arguments in one line that is not too long, for a sentence. */
    static String brief(String arguments) {
        var masked = Masking.json(tree(arguments)).toString();
        return masked.length() > BRIEF ? masked.substring(0, BRIEF) + " …" : masked;
    }

    private static JsonNode tree(String arguments) {
        try {
            return JSON.readTree(arguments);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored arguments are not JSON", e);
        }
    }
}
