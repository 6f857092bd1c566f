package dev.countersign.channels.slack.inbound;

import dev.countersign.channels.slack.kit.Wording;

import java.util.regex.Pattern;

/** What somebody typed, out of what Slack made of it. */
final class Spoken {
    private static final Pattern LABELLED =
            Pattern.compile("<(?:https?://|mailto:)[^|>]*\\|([^>]*)>");
    private static final Pattern LINK = Pattern.compile("<((?:https?://|mailto:)[^|>]*)>");
    private static final Pattern CHANNEL = Pattern.compile("<#[A-Z0-9]+\\|([^>]*)>");

    private Spoken() {}

    /** Without the mention of the app, without links that Slack added, with straight quotes. */
    static String plain(String text, String self) {
        var said = text.replace("<@" + self + ">", " ");
        said = LABELLED.matcher(said).replaceAll("$1");
        said = LINK.matcher(said).replaceAll("$1");
        said = CHANNEL.matcher(said).replaceAll("#$1");
        said = said.replace('\u201c', '"')
                .replace('\u201d', '"')
                .replace('\u2018', '\'')
                .replace('\u2019', '\'')
                .replace('\u00a0', ' ');
        return Wording.unescaped(said).strip();
    }
}
