package dev.countersign.agent.catalog.manifest.kinds;

import dev.countersign.agent.catalog.manifest.yaml.Field;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.gate.Rule.GrantTerms;
import dev.countersign.agent.gate.Rule.Match;
import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.gate.Rule.Terms;
import dev.countersign.agent.gate.Rule.Turn;
import dev.countersign.agent.gate.Rule.Way;
import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Rung;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card.Level;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how people are asked: where, how surely, how long, and how far their yes goes. */
final class TermsReader {
    private static final String NEVER = "never";
    private static final Duration GRANT = Duration.ofMinutes(30);
    private static final int GRANT_USES = 5;
    private static final int MOST_USES = 10_000;
    private static final String ABLE = "approverMustBeAble";

    private final Section rule;
    private final List<Check> checks;

    TermsReader(Section rule, List<Check> checks) {
        this.rule = rule;
        this.checks = checks;
    }

    static Check channel(Field at) {
        return Check.exists(Kinds.CHANNEL, text(at), at);
    }

    private static String text(Field at) {
        return at.value() instanceof Field.Text text ? text.text() : "";
    }

    Terms read(Match match, Optional<Named> approvers, List<Turn> turns) {
        var mustBeAble = mustBeAble();
        return new Terms(
                approvers,
                rule.oneOf("level", Level.class).orElse(Level.NORMAL),
                rule.oneOf("assurance", Assurance.class).orElse(Assurance.ALIGNED),
                rule.texts("channels"),
                schedule(match, mustBeAble),
                rule.section("grants").flatMap(section -> grants(section, match)),
                mustBeAble,
                turns,
                Set.copyOf(rule.texts("breakGlass")),
                ways());
    }

    private enum Place {
        HERE,
        OUTSIDE
    }

    private enum Missing {
        REFUSE,
        ASK
    }

    private Set<Way> ways() {
        var ways = EnumSet.noneOf(Way.class);
        rule.oneOf("run", Place.class)
                .filter(p -> p == Place.OUTSIDE)
                .ifPresent(p -> ways.add(Way.OUTSIDE));
        rule.oneOf("missing", Missing.class)
                .filter(m -> m == Missing.ASK)
                .ifPresent(m -> ways.add(Way.FORM));
        return ways;
    }

    /** No yes holds for later calls, because each of them asks anew who is able. */
    private boolean mustBeAble() {
        var mustBeAble = rule.flag(ABLE, false);
        if (mustBeAble && rule.has("grants")) {
            rule.warning("grants", "No grant is offered with " + ABLE + ": each call is asked.");
        }
        return mustBeAble;
    }

    private Schedule schedule(Match match, boolean mustBeAble) {
        var expires = expires();
        var reminders = rule.has("remindAfter")
                ? rule.durations("remindAfter")
                : expires.map(TermsReader::reminders).orElse(List.of());
        if (expires.isPresent()
                && reminders.stream().anyMatch(r -> r.compareTo(expires.get()) >= 0)) {
            rule.warning("remindAfter", "A reminder after the end is never sent.");
        }
        var ladder = rule.sections("escalate").stream().map(this::rung).toList();
        var quiet = rule.section("quietHours").flatMap(QuietReader::read);
        return new Schedule(reminders, ladder, expires, onExpiry(match, mustBeAble), quiet);
    }

    private Optional<Duration> expires() {
        if (rule.field("expireAfter").isEmpty()) {
            return Terms.DEFAULT.schedule().expireAfter();
        }
        if (rule.text("expireAfter").filter(NEVER::equals).isPresent()) {
            return Optional.empty();
        }
        return rule.duration("expireAfter").or(Terms.DEFAULT.schedule()::expireAfter);
    }

    /** At half, and at four fifths. */
    private static List<Duration> reminders(Duration all) {
        return List.of(all.dividedBy(2), all.multipliedBy(4).dividedBy(5));
    }

    private Rung rung(Section section) {
        var after = section.duration("after");
        if (after.isEmpty() && !section.has("after")) {
            section.needText("after");
        }
        var to = section.texts("to");
        section.items("to").forEach(at -> checks.add(channel(at)));
        if (to.isEmpty()) {
            section.error("to", "Name a channel that is asked then.");
        }
        section.items("people").forEach(at -> checks.add(Check.exists(Kinds.PERSON, text(at), at)));
        section.items("groups").forEach(at -> checks.add(ApproversReader.peopled(at)));
        var people = section.texts("people");
        var groups = section.texts("groups");
        section.done();
        return new Rung(after.orElse(Duration.ZERO), to, people, groups);
    }

    private OnExpiry onExpiry(Match match, boolean mustBeAble) {
        var what = rule.oneOf("onExpiry", OnExpiry.class).orElse(OnExpiry.REJECT);
        if (what == OnExpiry.APPROVE && mayDestroy(match)) {
            rule.error(
                    "onExpiry",
                    "Time approves no destructive call. Let the rule match class: [read, write]"
                            + " alone, or write reject.");
        }
        if (what == OnExpiry.APPROVE && mustBeAble) {
            rule.error("onExpiry", "Time can do nothing itself; with " + ABLE + " write reject.");
        }
        return what;
    }

    private static boolean mayDestroy(Match match) {
        return match.classes().isEmpty()
                || match.classes().contains(ToolClass.DESTRUCTIVE)
                || match.classes().contains(ToolClass.UNKNOWN);
    }

    private Optional<GrantTerms> grants(Section section, Match match) {
        var allowed = section.flag("allow", true);
        var terms = new GrantTerms(
                section.duration("maxFor").orElse(GRANT),
                section.number("maxUses", 1, MOST_USES).orElse(GRANT_USES));
        section.done();
        if (allowed && match.classes().equals(Set.of(ToolClass.DESTRUCTIVE))) {
            section.error("allow", "No grant holds for destructive calls. Remove it.");
        }
        return allowed ? Optional.of(terms) : Optional.empty();
    }
}
