package dev.countersign.agent.run;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card.Level;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rule a call met, frozen when its question opened. Who belongs to a group is asked again at
 * the moment of decision; everything else stays as it is here. Where {@code mustBeAble}, a yes
 * counts only from who could do themselves what the call does.
 */
public record Gate(
        String rule,
        Approvers approvers,
        Level level,
        Assurance assurance,
        List<String> channels,
        Schedule schedule,
        Optional<GrantBounds> grants,
        boolean mustBeAble) {
    /** A gate that offers no grants and does not look at what approvers could do themselves. */
    public Gate(
            String rule,
            Approvers approvers,
            Level level,
            Assurance assurance,
            List<String> channels,
            Schedule schedule) {
        this(rule, approvers, level, assurance, channels, schedule, Optional.empty(), false);
    }

    public Gate {
        channels = List.copyOf(channels);
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
    }

    /** How far a yes may reach beyond its own call. */
    public record GrantBounds(Duration maxFor, int maxUses) {}

    /** When people are reminded, who else is asked, and how it ends when nobody decides. */
    public record Schedule(
            List<Duration> remindAfter,
            List<Rung> escalate,
            Optional<Duration> expireAfter,
            OnExpiry onExpiry) {
        public Schedule {
            remindAfter = List.copyOf(remindAfter);
            escalate = List.copyOf(escalate);
        }
    }

    /** One step of the ladder: after this long, these channels are asked too. */
    public record Rung(Duration after, List<String> to) {
        public Rung {
            to = List.copyOf(to);
        }
    }

    public enum OnExpiry {
        REJECT,
        APPROVE
    }
}
