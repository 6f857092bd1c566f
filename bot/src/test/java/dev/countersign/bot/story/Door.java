package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** A way to say yes to a question, as somebody takes it; each is a real one of the house. */
enum Door {
    SLACK("by-slack") {
        @Override
        String yes(Doors doors, Caller who, JsonNode question) {
            return doors.clicks(who, question);
        }
    },
    MAIL_LINK("by-mail") {
        @Override
        String yes(Doors doors, Caller who, JsonNode question) {
            return doors.opensTheLink(who, question);
        }
    },
    MAIL_REPLY("by-mail") {
        @Override
        String yes(Doors doors, Caller who, JsonNode question) {
            return doors.replies(who, question);
        }
    },
    CONSOLE("anywhere") {
        @Override
        String yes(Doors doors, Caller who, JsonNode question) {
            return doors.pressesInTheConsole(who, question);
        }
    },
    API("anywhere") {
        @Override
        String yes(Doors doors, Caller who, JsonNode question) {
            return doors.calls(who, question);
        }
    },
    CLI("anywhere") {
        @Override
        String yes(Doors doors, Caller who, JsonNode question) {
            return doors.types(who, question);
        }
    };

    static final List<Door> BY_MAIL = List.of(MAIL_LINK, MAIL_REPLY);

    private final String agent;

    Door(String agent) {
        this.agent = agent;
    }

    /** The agent whose questions go this way; {@code suffix} is of its rule. */
    String agent(String suffix) {
        return agent + suffix;
    }

    /** Says yes, and gives back what this door answered at once, if it says anything. */
    abstract String yes(Doors doors, Caller who, JsonNode question);

    /** A person, and the accounts by which Slack and the mail host know them. */
    record Caller(String name, String slack, String mailbox) {}

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
