package dev.countersign.agent.model.commands;

import dev.countersign.agent.model.commands.grammar.Command;
import dev.countersign.agent.model.commands.grammar.Grammar;
import dev.countersign.agent.model.commands.grammar.Reading;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.tool.ToolSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to say next. The request is read again each time and the answers so far are put into it, so
 * that the transcript is all the memory there is.
 */
final class Conversation {
    private static final String ASK = "ask_user";
    private static final String GREETING = "Hello. Tell me what to do with the cluster.\n";

    private final Set<String> offered;
    private final Guide guide;
    private final Calls calls;

    Conversation(List<ToolSpec> tools) {
        offered = tools.stream().map(ToolSpec::name).collect(Collectors.toUnmodifiableSet());
        guide = new Guide(offered);
        calls = new Calls(offered);
    }

    Message.Assistant next(List<Message> messages) {
        var exchange = Exchange.of(messages, part -> reached(part).isEmpty());
        if (exchange.rounds().isEmpty()) {
            return begin(exchange.request(), "");
        }
        var open = reached(exchange);
        if (!open.isEmpty()) {
            return propose(open, "");
        }
        var told = report(exchange);
        return exchange.later().isBlank() ? said(told) : begin(exchange.later(), told + "\n\n");
    }

    private Message.Assistant begin(String request, String before) {
        return switch (Grammar.read(request)) {
            case Reading.Lost lost -> said(before + guide.lost(lost));
            case Reading.Understood it
            when it.commands().isEmpty() -> said(before + GREETING + guide.help());
            case Reading.Understood it -> propose(it.commands(), before);
        };
    }

    /** The commands that were asked about in the last turn and have their answer now. */
    private static List<Command> reached(Exchange exchange) {
        var open = commands(exchange.request());
        for (var round : exchange.rounds()) {
            open = answered(open, round);
        }
        return open;
    }

    private static List<Command> commands(String request) {
        return switch (Grammar.read(request)) {
            case Reading.Lost lost -> List.of();
            case Reading.Understood understood -> understood.commands();
        };
    }

    /** Questions stand in a turn in the order of the commands that they are about. */
    private static List<Command> answered(List<Command> open, Exchange.Round round) {
        var asking =
                open.stream().filter(command -> Need.of(command).isPresent()).toList();
        var next = new ArrayList<Command>();
        int asked = 0;
        for (int i = 0; i < round.proposals().size() && i < round.results().size(); i++) {
            if (!round.proposals().get(i).tool().equals(ASK) || asked >= asking.size()) {
                continue;
            }
            var command = asking.get(asked++);
            Answers.of(round.results().get(i))
                    .flatMap(answer ->
                            Need.of(command).map(need -> need.answered().apply(answer)))
                    .ifPresent(next::add);
        }
        return next;
    }

    private Message.Assistant propose(List<Command> commands, String before) {
        var proposals = new ArrayList<Message.Proposal>();
        var words = new ArrayList<String>();
        for (Command command : commands) {
            Need.of(command)
                    .ifPresentOrElse(
                            need -> ask(need, proposals, words),
                            () -> call(command, proposals, words));
        }
        var numbered = new ArrayList<Message.Proposal>();
        for (var proposal : proposals) {
            numbered.add(new Message.Proposal(
                    "call_" + (numbered.size() + 1), proposal.tool(), proposal.arguments()));
        }
        return new Message.Assistant((before + String.join("\n", words)).strip(), numbered, "");
    }

    private void ask(Need need, List<Message.Proposal> proposals, List<String> words) {
        if (!offered.contains(ASK)) {
            words.add("I need to know one thing more: " + need.question()
                    + " Please write the command again with it.");
            return;
        }
        var question = new LinkedHashMap<String, Object>();
        question.put("question", need.question());
        if (!need.choices().isEmpty()) {
            question.put("choices", need.choices());
        }
        proposals.add(proposal(ASK, Json.object(Map.of("questions", List.of(question)))));
    }

    private void call(Command command, List<Message.Proposal> proposals, List<String> words) {
        if (command instanceof Command.Help) {
            words.add(guide.help());
            return;
        }
        for (var plan : calls.of(command)) {
            var proposal = proposal(plan.tool(), plan.json());
            var deed = Deed.of(proposal).said();
            if (offered.contains(plan.tool())) {
                proposals.add(proposal);
                words.add("I will " + deed + ".");
            } else {
                words.add(guide.notOffered(deed, List.of(plan.tool())));
            }
        }
    }

    private static String report(Exchange exchange) {
        var told = new ArrayList<String>();
        for (var round : exchange.rounds()) {
            for (int i = 0; i < round.proposals().size() && i < round.results().size(); i++) {
                tell(round.proposals().get(i), round.results().get(i), told);
            }
        }
        return String.join("\n\n", told);
    }

    private static void tell(Message.Proposal proposal, Message.Result result, List<String> told) {
        if (!proposal.tool().equals(ASK)) {
            told.add(Report.of(proposal, result));
        } else if (Answers.of(result).isEmpty()) {
            told.add(Report.unanswered(result));
        }
    }

    private static Message.Proposal proposal(String tool, String arguments) {
        return new Message.Proposal("", tool, arguments);
    }

    private static Message.Assistant said(String text) {
        return new Message.Assistant(text, List.of(), "");
    }
}
