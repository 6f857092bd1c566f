package dev.countersign.channels.slack.api;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One call to Slack that did not succeed: Slack's own word for it, and what helps. */
public final class SlackFault extends IOException {
    private static final long serialVersionUID = 1L;
    /** The code of what our own check refuses; Slack has the same. */
    public static final String OURS = "invalid_blocks";

    private static final Set<String> LATER = Set.of(
            "ratelimited", "rate_limited", "team_added_to_org", "accesslimited", "not_reachable");
    /** Slack says of these that the work may have been done. */
    private static final Set<String> MAYBE =
            Set.of("internal_error", "fatal_error", "service_unavailable", "request_timeout");

    private static final Map<String, String> REMEDIES = Map.of(
            "not_in_channel", "invite the app with /invite @countersign",
            "channel_not_found", "check the id, or invite the app if the channel is private",
            "missing_scope", "add the scope to the app and install it again",
            "invalid_auth", "put a valid slack.botToken in the configuration",
            "token_revoked", "install the app again and set the new slack.botToken",
            "account_inactive", "install the app again and set the new slack.botToken",
            "is_archived", "unarchive the channel or name another one",
            "invalid_blocks", "report this, our own check should have caught it");

    private final String code;
    private final Remedy remedy;
    private final transient Optional<Duration> after;

    private SlackFault(
            String code, Remedy remedy, Optional<Duration> after, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.remedy = remedy;
        this.after = after;
    }

    static SlackFault limited(String method, Duration after) {
        return new SlackFault(
                "ratelimited",
                Remedy.TRY_LATER,
                Optional.of(after),
                "slack limits " + method + "; waiting " + after.toSeconds() + " s as it asks",
                null);
    }

    static SlackFault status(String method, int status, Throwable cause) {
        var remedy = status >= 500 ? Remedy.UNKNOWN : Remedy.GIVE_UP;
        var text = "slack answered " + status + " to " + method;
        return new SlackFault("http_" + status, remedy, Optional.empty(), text, cause);
    }

    static SlackFault network(String method, IOException cause) {
        var unsent = cause instanceof ConnectException || cause instanceof UnknownHostException;
        return new SlackFault(
                unsent ? "unreachable" : "no_answer",
                unsent ? Remedy.TRY_LATER : Remedy.UNKNOWN,
                Optional.empty(),
                "slack gave no answer to " + method + (unsent ? "; it was not sent" : ""),
                cause);
    }

    static SlackFault refused(String method, String code, Optional<String> needed) {
        var text = "slack refused " + method + ": " + code
                + needed.map(scope -> " (" + scope + ")").orElse("")
                + (REMEDIES.containsKey(code) ? "; " + REMEDIES.get(code) : "");
        return new SlackFault(code, remedyOf(code), Optional.empty(), text, null);
    }

    /** Something that our own check refuses before it is sent. */
    public static SlackFault ours(String what) {
        return new SlackFault(OURS, Remedy.GIVE_UP, Optional.empty(), what, null);
    }

    private static Remedy remedyOf(String code) {
        if (LATER.contains(code)) {
            return Remedy.TRY_LATER;
        }
        return MAYBE.contains(code) ? Remedy.UNKNOWN : Remedy.GIVE_UP;
    }

    public String code() {
        return code;
    }

    public Optional<Duration> after() {
        return after;
    }

    /** Trying this call again can help. */
    public boolean passing() {
        return remedy != Remedy.GIVE_UP;
    }

    public ChannelFailure failure() {
        return new ChannelFailure(Place.SLACK, remedy, after, getMessage(), this);
    }
}
