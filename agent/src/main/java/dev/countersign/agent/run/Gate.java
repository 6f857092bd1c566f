package dev.countersign.agent.run;

import dev.countersign.agent.hours.Quiet;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Level;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rule a call met, frozen when its question opened. Who belongs to a group is asked again at
 * the moment of decision; everything else stays as it is here. Where {@code mustBeAble}, a yes
 * counts only from who could do themselves what the call does. Where people decide in stages,
 * {@code approvers} and {@code channels} are those of the stage that is open.
 */
public record Gate(
        String rule,
        Approvers approvers,
        Level level,
        Assurance assurance,
        List<String> channels,
        Schedule schedule,
        Optional<GrantBounds> grants,
        boolean mustBeAble,
        List<Stage> stages,
        Optional<String> stage,
        List<String> breakGlass) {
    /** A gate that offers no grants, is passed in one stage, and looks at nobody's own rights. */
    public Gate(
            String rule,
            Approvers approvers,
            Level level,
            Assurance assurance,
            List<String> channels,
            Schedule schedule) {
        this(
                rule,
                approvers,
                level,
                assurance,
                channels,
                schedule,
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                List.of());
    }

    public Gate {
        channels = List.copyOf(channels);
        stages = List.copyOf(stages);
        breakGlass = List.copyOf(breakGlass);
    }

    /**
     * Who may decide. Nobody named means nobody; {@code self} lets requester and editor decide too.
     */
    public record Approvers(
            Set<String> people, Set<String> groups, boolean anyone, boolean self, int needed) {
        public Approvers {
            people = Set.copyOf(people);
            groups = Set.copyOf(groups);
        }

        Approvers and(Rung rung) {
            return new Approvers(
                    joined(people, rung.people()),
                    joined(groups, rung.groups()),
                    anyone,
                    self,
                    needed);
        }

        private static Set<String> joined(Set<String> some, List<String> more) {
            var all = new HashSet<>(some);
            all.addAll(more);
            return all;
        }

        public Approvers needing(int other) {
            return new Approvers(people, groups, anyone, self, other);
        }
    }

    /** People whose turn comes when those before them have agreed. */
    public record Stage(String name, Approvers approvers, List<String> channels) {
        public Stage {
            channels = List.copyOf(channels);
        }
    }

    /** How far a yes may reach beyond its own call. */
    public record GrantBounds(Duration maxFor, int maxUses) {}

    /** How many people in all must say yes. */
    public int needed() {
        return stages.isEmpty()
                ? approvers.needed()
                : stages.stream().mapToInt(s -> s.approvers().needed()).sum();
    }

    /** Everybody who decides at some stage, stage by stage. */
    public List<Approvers> everybody() {
        return stages.isEmpty()
                ? List.of(approvers)
                : stages.stream().map(Stage::approvers).toList();
    }

    /** How many of these are of the stage that is open. */
    int counted(List<Vote> votes) {
        return (int) votes.stream().filter(v -> v.stage().equals(stage)).count();
    }

    /** Who decides, as a card says it. */
    public Deciders deciders(List<Vote> votes) {
        var progress = new ArrayList<String>();
        if (stages.isEmpty() && !votes.isEmpty()) {
            progress.add("Approved so far by " + names(votes));
        }
        stages.forEach(s -> progress.add(progress(s, votes)));
        return new Deciders(
                approvers.people().stream().sorted().toList(),
                approvers.groups().stream().sorted().toList(),
                approvers.anyone(),
                approvers.needed(),
                counted(votes),
                progress,
                breakGlass);
    }

    private String progress(Stage s, List<Vote> votes) {
        var its = votes.stream()
                .filter(v -> v.stage().equals(Optional.of(s.name())))
                .toList();
        boolean open = stage.equals(Optional.of(s.name()));
        var by = its.isEmpty() ? "" : ", approved by " + names(its);
        var how = open
                ? "open, " + its.size() + " of " + s.approvers().needed() + by
                : its.isEmpty() ? "comes later" : "passed" + by;
        return "Stage " + s.name() + ": " + how;
    }

    private static String names(List<Vote> votes) {
        return votes.stream().map(Vote::who).collect(Collectors.joining(", "));
    }

    /** With the further people of this rung, at every stage that is not over. */
    public Gate widened(Rung rung) {
        var ahead = stages.stream()
                .dropWhile(s -> !stage.equals(Optional.of(s.name())))
                .toList();
        var wider = stages.stream()
                .map(s -> ahead.contains(s)
                        ? new Stage(s.name(), s.approvers().and(rung), s.channels())
                        : s)
                .toList();
        return with(approvers.and(rung)).with(wider);
    }

    /** The stage after the one that is open. */
    public Optional<Stage> next() {
        return stages.stream()
                .dropWhile(s -> !stage.equals(Optional.of(s.name())))
                .skip(1)
                .findFirst();
    }

    public Gate at(Stage open) {
        var name = Optional.of(open.name());
        return but(open.approvers(), open.channels(), schedule, grants, stages, name);
    }

    /** Before anybody has decided: at the first stage, where there are several. */
    public Gate fromTheStart() {
        return stages.isEmpty() ? this : at(stages.getFirst());
    }

    public Gate with(Approvers others) {
        return but(others, channels, schedule, grants, stages, stage);
    }

    public Gate with(List<Stage> others) {
        return but(approvers, channels, schedule, grants, others, stage);
    }

    public Gate with(Schedule other, Optional<GrantBounds> bounds) {
        return but(approvers, channels, other, bounds, stages, stage);
    }

    private Gate but(
            Approvers who,
            List<String> where,
            Schedule when,
            Optional<GrantBounds> bounds,
            List<Stage> all,
            Optional<String> open) {
        return new Gate(
                rule,
                who,
                level,
                assurance,
                where,
                when,
                bounds,
                mustBeAble,
                all,
                open,
                breakGlass);
    }

    /** When people are reminded, who else is asked, and how it ends when nobody decides. */
    public record Schedule(
            List<Duration> remindAfter,
            List<Rung> escalate,
            Optional<Duration> expireAfter,
            OnExpiry onExpiry,
            Optional<Quiet> quiet) {
        /** A schedule that knows no quiet hours. */
        public Schedule(
                List<Duration> remindAfter,
                List<Rung> escalate,
                Optional<Duration> expireAfter,
                OnExpiry onExpiry) {
            this(remindAfter, escalate, expireAfter, onExpiry, Optional.empty());
        }

        public Schedule {
            remindAfter = List.copyOf(remindAfter);
            escalate = List.copyOf(escalate);
        }

        /** The same, but that time approves nothing. */
        public Schedule rejecting() {
            return new Schedule(remindAfter, escalate, expireAfter, OnExpiry.REJECT, quiet);
        }
    }

    /**
     * One step of the ladder: after this long, these channels are asked too, and these further
     * people may decide.
     */
    public record Rung(Duration after, List<String> to, List<String> people, List<String> groups) {
        public Rung(Duration after, List<String> to) {
            this(after, to, List.of(), List.of());
        }

        public Rung {
            to = List.copyOf(to);
            people = List.copyOf(people);
            groups = List.copyOf(groups);
        }
    }

    /** How a question ends that nobody has decided. */
    public enum OnExpiry {
        REJECT,
        APPROVE
    }
}
