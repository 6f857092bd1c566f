package dev.countersign.agent.asking;

import dev.countersign.agent.asking.Routes.Errand;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.grant.Grant;
import dev.countersign.agent.machine.RunMachine;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Questions.Shown;

import java.util.List;
import java.util.Optional;

/** What a choice that was taken means for its run, and who is to hear of it. */
public final class Consequences {
    private final Routes routes;

    public Consequences(Workshop workshop) {
        this.routes = new Routes(workshop);
    }

    /** One of several yeses; where it completes a stage, the people of the next one are asked. */
    public RunEvent voted(Run run, AgentSpec agent, Question q, Vote vote) {
        var counted = q.counting(vote);
        List<Ask> asks = counted.gate().stage().equals(q.gate().stage())
                ? List.of()
                : routes.asks(agent, new Errand(run, counted, Occasion.NEXT_STAGE, vote.at()));
        return new RunEvent.Voted(q.key(), vote, asks);
    }

    /** The choice that ends the question. */
    public RunEvent decided(Run run, Question q, Choice choice, Vote vote, Optional<Grant> grant) {
        var alarmed = choice instanceof Choice.BreakGlass
                ? routes.everywhere(run, q)
                : List.<Conversation>of();
        return new RunEvent.Decided(q.key(), choice, vote, grant, alarmed);
    }

    /** What somebody wrote beside their choice. */
    public static Optional<String> reason(Choice choice) {
        return switch (choice) {
            case Choice.Approve c -> c.reason();
            case Choice.BreakGlass c -> Optional.of(c.reason());
            case Choice.Reject c -> c.reason();
            case Choice.Edit c -> c.reason();
            case Choice.Answer c -> Optional.empty();
            case Choice.Fill c -> Optional.empty();
            case Choice.Report c -> Optional.of(c.text());
            case Choice.AskAgain c -> Optional.empty();
        };
    }

    /** Who clicks twice has got what they wanted; in a channel that is no error. */
    public static boolean isRepeated(Question q, String by, Choice choice) {
        boolean ended = q.settled()
                .filter(how -> how.by()
                        .filter(who -> who.equals(by) || who.startsWith(by + " for "))
                        .isPresent())
                .filter(how -> how.ending() == RunMachine.ending(choice))
                .isPresent();
        boolean counted = choice instanceof Choice.Approve
                && q.open()
                && q.votes().stream().anyMatch(v -> v.by().equals(by));
        return ended || counted;
    }

    /** A question as a door of ours sees it. */
    public static Shown shown(Archive.Asked asked) {
        var q = asked.question();
        return new Shown(
                q.key(),
                q.version(),
                asked.run(),
                asked.agent(),
                q.card(),
                q.timing().opened(),
                q.timing().expires(),
                q.settled());
    }

    /** Why an edit was not taken, in the words that the model would have read. */
    public static String refusal(Step step, String call) {
        return step.run()
                        .call(call)
                        .or(() -> step.calls().stream()
                                .filter(c -> c.id().equals(call))
                                .findFirst())
                        .map(c -> c.state() instanceof CallState.Refused r ? r.told() : "")
                        .orElse("")
                + " The question is still open, with the arguments as they were.";
    }
}
