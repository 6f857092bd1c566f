package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** A way to say yes to a question, as somebody takes it; each is a real one of the house. */
enum Door {
    SLACK("by-slack", Doors::clicks),
    MAIL_LINK("by-mail", Doors::opensTheLink),
    MAIL_REPLY("by-mail", Doors::replies),
    CONSOLE("anywhere", Doors::pressesInTheConsole),
    API("anywhere", Doors::calls),
    CLI("anywhere", Doors::types);

    static final List<Door> BY_MAIL = List.of(MAIL_LINK, MAIL_REPLY);

    private final String agent;
    private final Way way;

    /** What somebody does there. */
    private interface Way {
        String yes(Doors doors, Caller who, JsonNode question);
    }

    Door(String agent, Way way) {
        this.agent = agent;
        this.way = way;
    }

    /** The agent whose questions go this way; {@code suffix} is of its rule. */
    String agent(String suffix) {
        return agent + suffix;
    }

    /** Says yes, and gives back what this door answered at once, if it says anything. */
    String yes(Doors doors, Caller who, JsonNode question) {
        return way.yes(doors, who, question);
    }

    /** A person, and the accounts by which Slack and the mail host know them. */
    record Caller(String name, String slack, String mailbox) {}

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
