package dev.countersign.agent.gate;

import dev.countersign.agent.run.Gate.Approvers;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;

/** What people are told, one sentence for each judgement. */
final class Sentences {
    private static final String NOTHING = " Your answer changed nothing.";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "HH:mm 'UTC on' d MMM uuuu", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Sentences() {}

    static String already(Settlement how) {
        return "Already "
                + how.ending().name().toLowerCase(Locale.ROOT)
                + how.by().map(by -> " by " + by).orElse("")
                + " at "
                + TIME.format(how.at())
                + (how.channel().isEmpty() ? "" : ", from " + how.channel())
                + "."
                + NOTHING;
    }

    static String votedBefore(Question.Vote vote) {
        return "You have approved this already, at "
                + TIME.format(vote.at())
                + ", from "
                + vote.channel()
                + "; one person counts once."
                + NOTHING;
    }

    static String expired(Instant when) {
        return "This question expired at "
                + TIME.format(when)
                + "."
                + NOTHING
                + " Ask the agent again if it is still wanted; that is a new question.";
    }

    static String cancelled(Settlement how) {
        return "This question was cancelled"
                + how.by().map(by -> " by " + by).orElse("")
                + " at "
                + TIME.format(how.at())
                + "."
                + NOTHING;
    }

    static String askedAgain(Question q) {
        return "Your approval is kept, but rule "
                + q.gate().rule()
                + " asks for more now. Nothing has run; version "
                + q.version()
                + " of the question is open.";
    }

    static String superseded(Question q) {
        return "This question was replaced by version "
                + q.version()
                + ", which shows what would run now."
                + NOTHING;
    }

    static String replaced() {
        return "This question was replaced by a newer version." + NOTHING;
    }

    static String notAmong(QuestionKey key, Approvers approvers, String name) {
        return "Question " + key + " is decided by " + who(approvers) + ", and " + name
                + " is not among them." + NOTHING;
    }

    static String excluded(Question q, boolean requester) {
        return "Question "
                + q.key()
                + " needs another person: "
                + (requester ? "you asked for this change" : "you wrote these arguments")
                + ", and rule "
                + q.gate().rule()
                + " leaves you out."
                + NOTHING;
    }

    static String unable(Question q, String why) {
        return "Rule "
                + q.gate().rule()
                + " counts a yes only from who could do this themselves. "
                + why
                + NOTHING;
    }

    static String notSureEnough(Question q) {
        return "Rule "
                + q.gate().rule()
                + " wants more certainty about who you are than this channel gives; decide on the"
                + " review page or the console."
                + NOTHING;
    }

    private static String who(Approvers approvers) {
        var parts = new ArrayList<String>();
        approvers.people().stream().sorted().forEach(parts::add);
        approvers.groups().stream().sorted().map(g -> "the group " + g).forEach(parts::add);
        return parts.isEmpty() ? "nobody" : String.join(", ", parts);
    }
}
