package dev.countersign.channels.slack.desk;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one Slack workspace is reached: the tokens, the way in, and what is allowed. The first
 * signing secret is the one in use, a second one is taken during a rotation.
 */
public record SlackSettings(
        Secret botToken,
        List<Secret> signingSecrets,
        Optional<Secret> appToken,
        Mode mode,
        URI apiUrl,
        Optional<String> agent,
        Optional<URI> console,
        Tuning tuning) {
    public static final URI SLACK = URI.create("https://slack.com/api/");
    private static final int MOST_SECRETS = 2;

    public SlackSettings {
        signingSecrets = List.copyOf(signingSecrets);
        if (signingSecrets.size() > MOST_SECRETS) {
            throw new IllegalArgumentException(
                    "slack.signingSecret: at most two secrets, the new one and the old one");
        }
        if (mode == Mode.SOCKET && appToken.isEmpty()) {
            throw new IllegalArgumentException("slack.appToken is missing: Socket Mode needs an"
                    + " app-level token (xapp-...) with the scope connections:write");
        }
        if (!apiUrl.toString().endsWith("/")) {
            apiUrl = URI.create(apiUrl + "/");
        }
    }

    /** Which way Slack's deliveries take. */
    public enum Mode {
        HTTP,
        SOCKET
    }

    /**
     * What is rarely changed: how long one call may take, and whether the mail address of a Slack
     * account is reported with what it says, so that people can be found by it.
     */
    public record Tuning(Duration callTimeout, boolean reportMail) {
        public static final Tuning DEFAULT = new Tuning(Duration.ofSeconds(6), false);
    }

    /** A message cannot come in over HTTP without a secret that proves where it is from. */
    public boolean httpIsOpen() {
        return mode == Mode.HTTP && !signingSecrets.isEmpty();
    }

    /** What button values are sealed with: the signing secrets, or else the bot token. */
    public List<Secret> seals() {
        return signingSecrets.isEmpty() ? List.of(botToken) : signingSecrets;
    }
}
