package dev.countersign.channels.slack.desk;

import java.util.Objects;

/** A token or a signing key of Slack; it prints as dots. */
public record Secret(String value) {
    public Secret {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return "Secret[...]";
    }
}
