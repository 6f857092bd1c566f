package dev.countersign.bot.chatops;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbox;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which agent people chose for a conversation before its first run; the run itself remembers from
 * then on. A restart in between forgets the choice, and the usual agent answers.
 */
public final class Preferences {
    private static final int MOST = 1_000;

    private final Map<Conversation, String> chosen =
            Collections.synchronizedMap(new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Conversation, String> eldest) {
                    return size() > MOST;
                }
            });

    void use(Conversation where, String agent) {
        chosen.put(where, agent);
    }

    /** An inbox in which words go to the agent that was chosen where they were said. */
    public Inbox before(Inbox inbox) {
        return inbound -> inbox.accept(chosenAgent(inbound));
    }

    private Inbound chosenAgent(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Said said ->
                Optional.ofNullable(chosen.get(said.where()))
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
