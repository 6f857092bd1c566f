package dev.countersign.channels.slack.inbound;

import com.slack.api.model.User;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.Workspace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who may speak at all: full members of our own workspace. A speaker's account is the bare Slack
 * user id, because no user of another workspace gets past here. For many threads.
 */
public final class Members {
    static final Duration FRESH = Duration.ofMinutes(5);
    private static final int REMEMBERED = 5000;

    private final Workspace workspace;
    private final InstantSource clock;
    private final boolean reportMail;
    private final Map<String, Known> known = new LinkedHashMap<>();

    public Members(Workspace workspace, boolean reportMail, InstantSource clock) {
        this.workspace = workspace;
        this.reportMail = reportMail;
        this.clock = clock;
    }

    private record Known(Standing standing, Instant until) {}

    /** Whether somebody is heard. */
    public sealed interface Standing {
        record Member(Speaker speaker) implements Standing {}

        /** The sentence says why not. */
        record Stranger(String sentence) implements Standing {}
    }

    /** {@code team} is the workspace that the delivery names for this user. */
    public Standing look(String user, String team) throws SlackFault {
        var self = workspace.self();
        if (!team.isEmpty() && !team.equals(self.team())) {
            return foreign();
        }
        var now = clock.instant();
        synchronized (known) {
            var before = known.get(user);
            if (before != null && now.isBefore(before.until())) {
                return before.standing();
            }
        }
        var standing = judge(workspace.user(user), self.team());
        remember(user, new Known(standing, now.plus(FRESH)));
        return standing;
    }

    private void remember(String user, Known fresh) {
        synchronized (known) {
            known.remove(user);
            known.put(user, fresh);
            if (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    private Standing judge(User user, String team) {
        if (user.isBot() || user.isWorkflowBot()) {
            return new Standing.Stranger("Bots cannot start runs or decide. Nothing has changed.");
        }
        if (user.isDeleted()) {
            return new Standing.Stranger("This account is deactivated. Nothing has changed.");
        }
        if (user.getTeamId() != null && !team.equals(user.getTeamId()) || user.isStranger()) {
            return foreign();
        }
        if (user.isRestricted() || user.isUltraRestricted()) {
            return new Standing.Stranger("Guests cannot start runs or decide; a full member of"
                    + " this workspace can. Nothing has changed.");
        }
        return new Standing.Member(speaker(user, team));
    }

    private static Standing foreign() {
        return new Standing.Stranger("People of another workspace cannot start runs or decide here;"
                + " a member of this one can. Nothing has changed.");
    }

    private Speaker speaker(User user, String team) {
        var evidence = new LinkedHashMap<String, String>();
        evidence.put("team", team);
        evidence.put("user", user.getId());
        if (reportMail && user.getProfile() != null) {
            Optional.ofNullable(user.getProfile().getEmail())
                    .ifPresent(m -> evidence.put("email", m));
        }
        return new Speaker(Place.SLACK, user.getId(), Assurance.SIGNED, evidence);
    }
}
