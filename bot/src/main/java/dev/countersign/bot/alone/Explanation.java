package dev.countersign.bot.alone;

import dev.countersign.agent.gate.Rule.Decision;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.Verdict;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Rung;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a policy says to a call, as lines for a terminal; pure. */
final class Explanation {
    private static final String BUILT_IN = "the requester, or the group approvers if there is one";

    private final List<String> lines = new ArrayList<>();

    private Explanation() {}

    static List<String> of(Verdict verdict) {
        var told = new Explanation();
        verdict.passed().forEach(p -> told.line("Passed", p.rule() + ": " + p.why()));
        told.line("Decides", verdict.rule() + ": " + verdict.why());
        told.line("Result", verdict.decision().name().toLowerCase(Locale.ROOT));
        if (verdict.decision() == Decision.ASK) {
            told.asked(verdict.terms());
        }
        return told.lines;
    }

    private void line(String label, String words) {
        lines.add("%-9s%s".formatted(label, words));
    }

    private void asked(Terms terms) {
        who(terms);
        line(
                "Where",
                terms.channels().isEmpty()
                        ? "the channels of the agent, or where the conversation is; and the console"
                        : String.join(", ", terms.channels()) + ", and the console");
        time(terms);
        terms.grants()
                .ifPresent(grant -> line(
                        "Grants",
                        "a yes may hold for " + words(grant.maxFor()) + " or " + grant.maxUses()
                                + " uses"));
    }

    private void who(Terms terms) {
        if (terms.turns().isEmpty()) {
            line("Who", terms.approvers().map(Explanation::named).orElse(BUILT_IN));
        }
        terms.turns().forEach(turn -> line("Stage", turn.name() + ": " + named(turn.who())));
        if (terms.mustBeAble()) {
            line("", "who could do it themselves");
        }
        if (!terms.breakGlass().isEmpty()) {
            line("Glass", "in an emergency " + groups(terms.breakGlass()) + ", with a reason");
        }
    }

    private static String named(Named named) {
        var all = Stream.concat(
                        named.people().stream().sorted(),
                        named.groups().stream().sorted().map(group -> "the group " + group))
                .collect(Collectors.joining(", "));
        return named.count() + " of " + (named.anyone() ? "anyone" : all)
                + (named.self() ? "" : "; not who asked, nor who changed the arguments");
    }

    private static String groups(Collection<String> groups) {
        return groups.stream()
                .sorted()
                .map(group -> "the group " + group)
                .collect(Collectors.joining(", "));
    }

    private void time(Terms terms) {
        var schedule = terms.schedule();
        if (!schedule.remindAfter().isEmpty()) {
            line(
                    "Reminds",
                    "after "
                            + schedule.remindAfter().stream()
                                    .map(Explanation::words)
                                    .collect(Collectors.joining(", after ")));
        }
        schedule.escalate().forEach(rung -> line("Then", rung(rung)));
        schedule.quiet()
                .ifPresent(quiet -> line(
                        "Quiet",
                        "from " + quiet.from() + " to " + quiet.to() + ", " + quiet.zone()
                                + ": reminders wait, the end does not"));
        line(
                "Ends",
                schedule.expireAfter()
                        .map(time -> "after " + words(time) + ", "
                                + (schedule.onExpiry() == OnExpiry.APPROVE
                                        ? "approved by time"
                                        : "not run"))
                        .orElse("never by time"));
    }

    private static String rung(Rung rung) {
        var more = Stream.concat(
                        rung.people().stream(),
                        rung.groups().stream().map(group -> "the group " + group))
                .toList();
        return "after " + words(rung.after()) + " asks " + String.join(", ", rung.to())
                + (more.isEmpty() ? "" : "; " + String.join(", ", more) + " may decide, too");
    }

    /** As it would be written in a rule. */
    private static String words(Duration time) {
        return time.toString()
                .substring(2)
                .toLowerCase(Locale.ROOT)
                .replaceAll("(?<=[hm])(?=.)", " ");
    }
}
