package dev.countersign.bot.config;

import java.net.URI;

/**
 * How Slack is reached, and with which secrets. Without a signing secret nothing comes in by HTTP;
 * during a rotation the old one is taken too.
 */
public record SlackSettings(
        Secret botToken,
        Secret signingSecret,
        Secret oldSigningSecret,
        Secret appToken,
        Mode mode,
        URI apiUrl,
        String agent) {

    public static final URI API = URI.create("https://slack.com/api/");

    /** How Slack's deliveries come in. */
    public enum Mode {
        HTTP,
        SOCKET
    }

    public SlackSettings {
        if (botToken.isEmpty()) {
            throw new IllegalArgumentException("botToken: missing. It starts with xoxb-");
        }
        if (mode == Mode.SOCKET && appToken.isEmpty()) {
            throw new IllegalArgumentException(
                    "appToken: missing. It is needed in mode socket and starts with xapp-");
        }
        Checks.web("apiUrl", apiUrl);
        Checks.filled("agent", agent);
    }
}
