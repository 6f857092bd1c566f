package dev.countersign.channels.slack;

import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.Workspace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Slack user groups as groups of approvers, by id ({@code S0PLATFORM}) or handle ({@code
 * @platform}). Where Slack does not answer, nobody is in a group. For many threads.
 */
public final class SlackGroups {
    private static final Logger LOG = LoggerFactory.getLogger(SlackGroups.class);
    /** Slack allows twenty reads a minute; a decision may use one that is this old. */
    static final Duration FRESH = Duration.ofSeconds(3);

    private final Workspace workspace;
    private final InstantSource clock;
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Map<String, Read> reads = new ConcurrentHashMap<>();

    SlackGroups(Workspace workspace, InstantSource clock) {
        this.workspace = workspace;
        this.clock = clock;
    }

    private record Read(Set<String> members, Instant at) {}

    /** Whether this name means a Slack user group at all. */
    public static boolean named(String group) {
        return group.matches("S[A-Z0-9]{4,}") || group.startsWith("@");
    }

    /** Who is in it now; empty when Slack could not say, which is logged. */
    public Optional<Set<String>> members(String group) {
        var now = clock.instant();
        var before = reads.get(group);
        if (before != null && before.at().plus(FRESH).isAfter(now)) {
            return Optional.of(before.members());
        }
        try {
            var id = id(group);
            if (id.isEmpty()) {
                return Optional.of(Set.of());
            }
            var members = Set.copyOf(workspace.membersOfGroup(id.get()));
            reads.put(group, new Read(members, now));
            return Optional.of(members);
        } catch (SlackFault fault) {
            LOG.warn(
                    "slack did not say who is in {} ({}); nobody is until it does",
                    group,
                    fault.getMessage());
            return Optional.empty();
        }
    }

    public boolean has(String group, String user) {
        return members(group).map(all -> all.contains(user)).orElse(false);
    }

    private Optional<String> id(String group) throws SlackFault {
        if (!group.startsWith("@")) {
            return Optional.of(group);
        }
        var known = Optional.ofNullable(ids.get(group));
        if (known.isPresent()) {
            return known;
        }
        var found = workspace.groupByHandle(group.substring(1));
        found.ifPresent(id -> ids.put(group, id));
        return found;
    }
}
