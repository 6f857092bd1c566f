package dev.countersign.agent.gate;

import dev.countersign.agent.run.Gate.OnExpiry;
import dev.countersign.agent.run.Gate.Schedule;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card.Level;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One rule: which calls it meets, what it decides, and how people are asked. */
public record Rule(String name, Match match, Decision decision, Terms terms) {

    public enum Decision {
        ALLOW,
        /** Runs without asking, and is recorded and shown. */
        AUDIT,
        ASK,
        DENY
    }

    /** Which calls are met; an empty list or set means any. Globs know {@code *} alone. */
    public record Match(
            List<String> tools,
            List<String> sources,
            Set<ToolClass> classes,
            List<String> agents,
            List<String> channels,
            Condition where) {
        public Match {
            tools = List.copyOf(tools);
            sources = List.copyOf(sources);
            classes = Set.copyOf(classes);
            agents = List.copyOf(agents);
            channels = List.copyOf(channels);
        }
    }

    /** A condition on the call itself, as its text and as something that can be tested. */
    public interface Condition {
        Condition ALWAYS = facts -> true;

        boolean test(Facts facts);
    }

    /**
     * How people are asked. {@code approvers} empty means the rule names nobody and the built-in
     * approvers hold; present with nobody in it means nobody. Where {@code mustBeAble}, a yes
     * counts only from who could do themselves what the call does. With {@code turns} people decide
     * one turn after the other; {@code breakGlass} are groups that may approve alone in an
     * emergency.
     */
    public record Terms(
            Optional<Named> approvers,
            Level level,
            Assurance assurance,
            List<String> channels,
            Schedule schedule,
            Optional<GrantTerms> grants,
            boolean mustBeAble,
            List<Turn> turns,
            Set<String> breakGlass,
            Set<Way> ways) {
        /** Terms of one stage and of no emergency, that look at nobody's own rights. */
        public Terms(
                Optional<Named> approvers,
                Level level,
                Assurance assurance,
                List<String> channels,
                Schedule schedule,
                Optional<GrantTerms> grants) {
            this(
                    approvers, level, assurance, channels, schedule, grants, false, List.of(),
                    Set.of(), Set.of());
        }

        public Terms {
            channels = List.copyOf(channels);
            turns = List.copyOf(turns);
            breakGlass = Set.copyOf(breakGlass);
            ways = Set.copyOf(ways);
        }

        /** How many people in all must agree; none are named where the built-in ones hold. */
        int people() {
            return turns.isEmpty()
                    ? approvers.map(Named::count).orElse(0)
                    : turns.stream().mapToInt(turn -> turn.who().count()).sum();
        }

        /** The same, decided by these where nobody is named. */
        public Terms decidedBy(Supplier<Optional<Named>> others) {
            return new Terms(
                    approvers.or(others),
                    level,
                    assurance,
                    channels,
                    schedule,
                    grants,
                    mustBeAble,
                    turns,
                    breakGlass,
                    ways);
        }

        /** The same over other channels. */
        public Terms over(List<String> others) {
            return new Terms(
                    approvers,
                    level,
                    assurance,
                    others,
                    schedule,
                    grants,
                    mustBeAble,
                    turns,
                    breakGlass,
                    ways);
        }

        /** What holds where a rule says nothing: a day, reminders at half and at four fifths. */
        public static final Terms DEFAULT = new Terms(
                Optional.empty(),
                Level.NORMAL,
                Assurance.ALIGNED,
                List.of(),
                new Schedule(
                        List.of(Duration.ofHours(12), Duration.ofHours(19).plusMinutes(12)),
                        List.of(),
                        Optional.of(Duration.ofHours(24)),
                        OnExpiry.REJECT),
                Optional.empty());
    }

    /** The approvers a rule names. */
    public record Named(
            Set<String> people, Set<String> groups, boolean anyone, boolean self, int count) {
        public Named {
            people = Set.copyOf(people);
            groups = Set.copyOf(groups);
        }
    }

    /** How a call goes its way where it is not run as it was proposed. */
    public enum Way {
        /** It is not run here: somebody else runs it, and says what came of it. */
        OUTSIDE,
        /** Arguments that are missing are asked from people. */
        FORM
    }

    /** People whose turn comes when those before them have agreed; over channels of their own. */
    public record Turn(String name, Named who, List<String> channels) {
        public Turn {
            channels = List.copyOf(channels);
        }
    }

    /** Whether a yes may hold for later calls, and how far. */
    public record GrantTerms(Duration maxFor, int maxUses) {}
}
