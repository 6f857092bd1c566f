package dev.countersign.channels.slack.inbound;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.slack.api.Slack;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.views.response.ViewSubmissionResponse;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.response.Response;
import com.slack.api.model.event.AppHomeOpenedEvent;
import com.slack.api.model.event.AppMentionEvent;
import com.slack.api.model.event.MessageEvent;
import com.slack.api.util.json.GsonFactory;

import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.inbound.Members.Standing;
import dev.countersign.channels.slack.kit.Wording;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Bolt app: each kind of delivery to the one who handles it. It has no middleware: what comes
 * here is proven already, by our own signature check or by the socket it came through.
 */
public final class Listeners {
    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
    private static final String NO_COMMAND = "To start a run, mention me in a channel or write to"
            + " me directly. `/countersign help` lists what I know.";

    private final Front front;
    private final Sayings sayings;
    private final Clicks clicks;
    private final Submissions submissions;
    private final HomeTab home;

    public Listeners(Front front) {
        this.front = front;
        this.sayings = new Sayings(front);
        this.home = new HomeTab(front);
        this.clicks = new Clicks(front, home);
        this.submissions = new Submissions(front);
    }

    public App app(Slack slack) {
        var config = AppConfig.builder()
                .slack(slack)
                .allEventsApiAutoAckEnabled(true)
                .subtypedMessageEventsAutoAckEnabled(true)
                .build();
        var app = new App(config, slack, List.of());
        events(app);
        app.blockAction(ANY, (request, context) -> {
            clicks.clicked(request.getPayload());
            return context.ack();
        });
        app.viewSubmission(ANY, (request, context) -> {
            return response(submissions.submitted(request.getPayload()), context.ack());
        });
        app.viewClosed(ANY, (request, context) -> context.ack());
        app.command(ANY, (request, context) -> command(request.getPayload()));
        return app;
    }

    private void events(App app) {
        app.event(AppMentionEvent.class, (payload, context) -> {
            sayings.mention(payload.getEvent(), payload.getTeamId(), payload.isExtSharedChannel());
            return context.ack();
        });
        app.event(MessageEvent.class, (payload, context) -> {
            sayings.message(payload.getEvent(), payload.getTeamId(), payload.isExtSharedChannel());
            return context.ack();
        });
        app.event(AppHomeOpenedEvent.class, (payload, context) -> {
            var event = payload.getEvent();
            if (!"messages".equals(event.getTab())) {
                home.draw(event.getUser(), payload.getTeamId());
            }
            return context.ack();
        });
    }

    private static Response response(Submissions.Next next, Response empty) {
        return switch (next) {
            case Submissions.Next.Close close -> empty;
            case Submissions.Next.Errors errors ->
                json(ViewSubmissionResponse.builder()
                        .responseAction("errors")
                        .errors(errors.errors())
                        .build());
            case Submissions.Next.Notice notice -> {
                var json = new JsonObject();
                json.addProperty("response_action", "update");
                json.add("view", JsonParser.parseString(notice.view()));
                yield Response.json(200, json.toString());
            }
        };
    }

    private static Response json(ViewSubmissionResponse answer) {
        var gson = GsonFactory.createSnakeCase();
        return Response.json(200, gson.toJson(answer));
    }

    private Response command(SlashCommandPayload command) throws SlackFault {
        var text = Spoken.plain(Optional.ofNullable(command.getText()).orElse(""), "");
        var where = Place.of(command.getChannelId(), Optional.empty()).conversation();
        var answer =
                switch (front.members().look(command.getUserId(), command.getTeamId())) {
                    case Standing.Member member ->
                        front.desk()
                                .command(member.speaker(), where, text.isBlank() ? "help" : text)
                                .orElse(NO_COMMAND);
                    case Standing.Stranger stranger -> stranger.sentence();
                };
        var json = new JsonObject();
        json.addProperty("response_type", "ephemeral");
        json.addProperty("text", Wording.escaped(answer));
        return Response.json(200, json.toString());
    }
}
