package dev.countersign.channels.slack;

import dev.countersign.channels.slack.SlackManifest.Rights;
import dev.countersign.channels.slack.api.SlackApi;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.Workspace;
import dev.countersign.channels.slack.desk.SlackSettings;
import dev.countersign.channels.slack.desk.SlackSettings.Mode;
import dev.countersign.channels.slack.inbound.EventsDoor;
import dev.countersign.channels.slack.inbound.SlackSignature;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Looks at a configuration from both ends and says what is missing and what to do about it. */
public final class SlackCheck {
    private final SlackSettings settings;
    private final URI baseUrl;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    public SlackCheck(SlackSettings settings, URI baseUrl, InstantSource clock) {
        this.settings = settings;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    /** One thing that was looked at. */
    public record Finding(Level level, String sentence) {}

    /** How it looks. */
    public enum Level {
        GOOD,
        /** It works without, with the loss that the sentence names. */
        LIMITED,
        BROKEN
    }

    public List<Finding> run() {
        findings.clear();
        try (var api = new SlackApi(settings, settings.tuning().callTimeout(), clock)) {
            var workspace = new Workspace(api);
            token(workspace);
            if (settings.mode() == Mode.SOCKET) {
                socket(workspace);
            } else {
                door();
            }
        }
        events();
        return List.copyOf(findings);
    }

    private void token(Workspace workspace) {
        try {
            var self = workspace.self();
            good("The bot token is for " + self.teamName() + " (" + self.team() + ").");
            scopes(self.scopes());
        } catch (SlackFault fault) {
            broken("slack.botToken: " + fault.getMessage() + ".");
        }
    }

    private void scopes(List<String> granted) {
        for (String scope : new SlackManifest(settings.mode(), Rights.LEAST, baseUrl).scopes()) {
            if (!granted.contains(scope)) {
                broken("The scope " + scope + " is missing. Add it under OAuth & Permissions and"
                        + " install the app again.");
            }
        }
        if (!granted.contains("channels:history")) {
            limited("Without channels:history replies need a mention, and a message whose arrival"
                    + " is unknown may be shown twice.");
        }
        if (settings.tuning().reportMail() && !granted.contains("users:read.email")) {
            broken("People are to be found by mail address, and users:read.email is missing.");
        }
    }

    private void socket(Workspace workspace) {
        try {
            workspace.socketAddress(settings.appToken().orElseThrow().value());
            good("Socket Mode answers.");
        } catch (SlackFault fault) {
            broken("slack.appToken: " + fault.getMessage()
                    + ". It needs connections:write, and Socket Mode must be on for the app.");
        }
    }

    /** Knocks at our own door from outside, as Slack does when the address is entered. */
    private void door() {
        var url = baseUrl.toString().replaceAll("/$", "") + EventsDoor.PATH;
        if (!settings.httpIsOpen()) {
            broken("slack.signingSecret is not set, so " + EventsDoor.PATH + " is off.");
            return;
        }
        if (!"https".equals(baseUrl.getScheme())) {
            limited("Slack delivers to https only, and http.baseUrl is " + baseUrl
                    + ". Set the public address, or use mode: socket.");
        }
        var word = UUID.randomUUID().toString();
        try (var http = HttpClient.newBuilder()
                .connectTimeout(settings.tuning().callTimeout())
                .build()) {
            var answer = http.send(knock(url, word), BodyHandlers.ofString());
            judge(url, answer, word);
        } catch (IOException silent) {
            broken("Nothing answers at " + url + ". Start the server, or set http.baseUrl.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            broken("The check of " + url + " was interrupted.");
        }
    }

    private HttpRequest knock(String url, String word) {
        var body = "{\"type\":\"url_verification\",\"challenge\":\"" + word + "\"}";
        var time = String.valueOf(clock.instant().getEpochSecond());
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var secret = settings.signingSecrets().getFirst();
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(settings.tuning().callTimeout())
                .header("Content-Type", "application/json")
                .header("X-Slack-Request-Timestamp", time)
                .header("X-Slack-Signature", SlackSignature.header(secret, time, bytes))
                .POST(BodyPublishers.ofByteArray(bytes))
                .build();
    }

    private void judge(String url, HttpResponse<String> answer, String word) {
        if (answer.statusCode() == 200 && answer.body().contains(word)) {
            good("Our door answers at " + url + ".");
        } else if (answer.statusCode() == 401) {
            broken(url + " does not accept this slack.signingSecret. The server runs with another"
                    + " one, or its clock is off by more than five minutes.");
        } else {
            broken(url + " answered " + answer.statusCode() + " instead of the challenge. Another"
                    + " server may be there.");
        }
    }

    /** A bot token cannot read the app's subscriptions, so this is said and not guessed. */
    private void events() {
        var events = new SlackManifest(settings.mode(), Rights.FULL, baseUrl).events();
        limited("Slack does not tell a bot which events it is sent. Compare the app's settings"
                + " with: " + String.join(", ", events) + ".");
    }

    private void good(String sentence) {
        findings.add(new Finding(Level.GOOD, sentence));
    }

    private void limited(String sentence) {
        findings.add(new Finding(Level.LIMITED, sentence));
    }

    private void broken(String sentence) {
        findings.add(new Finding(Level.BROKEN, sentence));
    }
}
