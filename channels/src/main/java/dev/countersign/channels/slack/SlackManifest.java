package dev.countersign.channels.slack;

import dev.countersign.channels.slack.desk.SlackSettings.Mode;
import dev.countersign.channels.slack.inbound.EventsDoor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The description of the app that Slack's "from a manifest" form takes. The least-privilege form
 * cannot read channels: follow-ups need a mention, free answers go through the dialog.
 */
public record SlackManifest(Mode mode, Rights rights, URI baseUrl) {
    private static final List<String> READING = List.of("channels:history", "groups:history");
    private static final List<String> SCOPES = List.of(
            "app_mentions:read",
            "chat:write",
            "commands",
            "files:write",
            "im:history",
            "im:write",
            "reactions:write",
            "usergroups:read",
            "users:read");
    private static final List<String> EVENTS = List.of(
            "app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked");
    private static final List<String> READING_EVENTS =
            List.of("message.channels", "message.groups");

    /** How much of a channel the app may read. */
    public enum Rights {
        /** Replies in a run's thread are heard without a mention. */
        FULL,
        /** Nothing but what is addressed to the app. */
        LEAST
    }

    public List<String> scopes() {
        return both(SCOPES, READING);
    }

    public List<String> events() {
        return both(EVENTS, READING_EVENTS);
    }

    private List<String> both(List<String> always, List<String> reading) {
        var all = new ArrayList<>(always);
        if (rights == Rights.FULL) {
            all.addAll(reading);
        }
        return all.stream().sorted().toList();
    }

    private String url() {
        return baseUrl.toString().replaceAll("/$", "") + EventsDoor.PATH;
    }

    private String url(String indent) {
        return mode == Mode.HTTP ? indent + "request_url: " + url() + "\n" : "";
    }

    /** As YAML. */
    public String yaml() {
        return """
                display_information:
                  name: Countersign
                  description: An agent may propose. A person countersigns.
                features:
                  bot_user:
                    display_name: countersign
                    always_online: true
                  app_home:
                    home_tab_enabled: true
                    messages_tab_enabled: true
                    messages_tab_read_only_enabled: false
                  slash_commands:
                    - command: /countersign
                      description: Inbox and help
                      usage_hint: "[inbox|help|status RUN]"
                      should_escape: true
                %soauth_config:
                  scopes:
                    bot:
                %s
                settings:
                  event_subscriptions:
                %s    bot_events:
                %s
                  interactivity:
                    is_enabled: true
                %s  socket_mode_enabled: %s
                  token_rotation_enabled: false
                """.formatted(
                        mode == Mode.HTTP ? "      url: " + url() + "\n" : "",
                        list(scopes()),
                        url("    "),
                        list(events()),
                        url("    "),
                        mode == Mode.SOCKET);
    }

    private static String list(List<String> items) {
        return items.stream().map(item -> "      - " + item).collect(Collectors.joining("\n"));
    }
}
