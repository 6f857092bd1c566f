package dev.countersign.agent.gate;

import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Gate.Approvers;
import dev.countersign.agent.run.Question;
import dev.countersign.channels.Outbound.Settlement;

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

    static String votedBefore(Question.Vote vote, String person) {
        var who = vote.by().equals(person)
                ? "You have approved this already"
                : vote.by() + " has approved this already";
        return who
                + vote.insteadOf().map(absent -> " for " + absent).orElse("")
                + ", at "
                + TIME.format(vote.at())
                + ", from "
                + vote.channel()
                + "; one person counts once."
                + NOTHING;
    }

    static String counted(int missing) {
        return "Your approval is counted; "
                + missing
                + (missing == 1 ? " more is needed." : " more are needed.");
    }

    static String passed(Question q, Gate.Stage next) {
        return "Your approval is counted. Stage " + q.gate().stage().orElse("") + " is passed; now "
                + next.name() + " is asked: " + who(next.approvers()) + ".";
    }

    static String broken(String who) {
        return "Approved by " + who + " by breaking the glass. The call runs now, and everybody"
                + " who would have decided is told.";
    }

    static String noGlass(Question q) {
        return "Rule " + q.gate().rule() + " lets nobody break the glass"
                + (q.gate().breakGlass().isEmpty()
                        ? ""
                        : " but the groups " + q.gate().breakGlass() + ", and you are not in them")
                + "." + NOTHING;
    }

    static String noReason() {
        return "Breaking the glass needs a reason, for those who are told." + NOTHING;
    }

    static String stillOpen(Question q) {
        return "Question " + q.key() + " is still open; it can be decided." + NOTHING;
    }

    static String reportsOnly() {
        return "Only the outcome of a call that was handed out can be reported here." + NOTHING;
    }

    static String onlyExpired() {
        return "Only an approval that expired can be asked again." + NOTHING;
    }

    static String mayNotAskAgain(Question q) {
        return "Question " + q.key() + " is asked again by who asked for it, or by who may decide"
                + " it." + NOTHING;
    }

    static String again() {
        return "Asked again, as a new question. Nothing runs before it is approved.";
    }

    static String noGrantForOthers() {
        return "Who decides for somebody else approves this one call. A yes that holds for longer"
                + " is theirs to give." + NOTHING;
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

    static String notAmong(Question q, String name) {
        var stage = q.gate().stage().map(open -> " at stage " + open).orElse("");
        return "Question " + q.key() + " is decided" + stage + " by "
                + who(q.gate().approvers()) + ", and " + name + " is not among them." + NOTHING;
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
