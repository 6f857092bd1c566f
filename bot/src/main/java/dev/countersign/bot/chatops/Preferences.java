package dev.countersign.bot.chatops;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbox;
import dev.countersign.store.choice.JdbiAgentChoices;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Which agent people chose for a conversation before its first run; the run itself remembers from
 * then on.
 */
public final class Preferences {
    private final JdbiAgentChoices choices;
    private final InstantSource clock;

    public Preferences(JdbiAgentChoices choices, InstantSource clock) {
        this.choices = choices;
        this.clock = clock;
    }

    void use(Conversation where, String agent) {
        choices.choose(where, agent, clock.instant());
    }

    /** An inbox in which words go to the agent that was chosen where they were said. */
    public Inbox before(Inbox inbox) {
        return inbound -> inbox.accept(chosenAgent(inbound));
    }

    private Inbound chosenAgent(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Said said ->
                choices.chosen(said.where())
                        .<Inbound>map(agent -> new Inbound.Said(
                                said.delivery(),
                                said.speaker(),
                                said.where(),
                                said.text(),
                                Optional.of(agent),
                                said.about()))
                        .orElse(said);
            case Inbound.Chose chose -> chose;
        };
    }
}
