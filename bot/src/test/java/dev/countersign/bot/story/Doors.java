package dev.countersign.bot.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.email.StrayMail;
import dev.countersign.bot.story.Door.Caller;
import dev.countersign.channels.slack.fake.Eventually;
import dev.countersign.channels.slack.fake.Seen;
import dev.countersign.channels.web.Browser;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The six doors of a house, each used as its people use it. */
final class Doors {
    /** With it a mail host signs the mails that it hands over. */
    static final String HOOK = "what-the-mail-host-signs-its-calls-with";

    private final SlackTeam team;
    private final PostOffice mail;
    private final StrayMail stray;

    Doors(SlackTeam team, PostOffice mail, StrayMail stray) {
        this.team = team;
        this.mail = mail;
        this.stray = stray;
    }

    private House house() {
        return team.house();
    }

    String clicks(Caller who, JsonNode question) {
        var card = card(question);
        var person = team.as(who.slack());
        var status = person.clicks("Approve", card).status();
        Eventually.until(
                "an answer to " + who.name(),
                () -> !person.whispers().isEmpty() || isCounted(question));
        return status + " " + String.join("", person.whispers());
    }

    /** Settled, or with a vote: who has said yes already is told nothing. */
    private boolean isCounted(JsonNode question) {
        var now = house().api("ana").questionOf(key(question));
        return !now.path("state").asText().equals("open")
                || now.path("mayDecide").path("have").asInt() > 0;
    }

    private Seen card(JsonNode question) {
        var title = question.path("card").path("title").asText();
        Eventually.until("a card " + title, () -> find(title).isPresent());
        return find(title).orElseThrow();
    }

    private Optional<Seen> find(String title) {
        return team.slack().messages().stream()
                .filter(seen -> seen.words().contains(title) && seen.offersAny("Approve"))
                .findFirst();
    }

    String opensTheLink(Caller who, JsonNode question) {
        var link = letter(who, question).link();
        var nonce = house().stranger().get(link).field("nonce");
        var door = house().stranger();
        var answer = door.send(door.request(link)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("verdict=approve&nonce=" + nonce)));
        return answer.status() + " " + Reply.told(answer.text());
    }

    String replies(Caller who, JsonNode question) {
        var answer = letter(who, question).answered(PostOffice.BOT, "approve");
        var raw = mail.raw(who.mailbox(), answer);
        var time = String.valueOf(house().clock().instant().getEpochSecond());
        var hook = house().stranger();
        var taken = hook.send(hook.request("/mail/inbound")
                .header("webhook-id", key(question))
                .header("webhook-timestamp", time)
                .header("webhook-signature", "v1," + signed(key(question) + "." + time + ".", raw))
                .POST(BodyPublishers.ofByteArray(raw)));
        return String.valueOf(taken.status());
    }

    private static String signed(String head, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HOOK.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this Java has no HmacSHA256", e);
        }
    }

    /** The mail that asks; who is never sent one is handed one that went astray. */
    private Letter letter(Caller who, JsonNode question) {
        var title = question.path("card").path("title").asText();
        return mail.find(who.mailbox(), title).orElseGet(() -> {
            var secrets = stray.about(key(question), who.name(), who.mailbox() + "@example.com");
            var text = "See http://localhost/a/" + secrets.link() + " about it.";
            return new Letter("", "Approve?", "<s@x>", secrets.replyTo(), "", text, "");
        });
    }

    String pressesInTheConsole(Caller who, JsonNode question) {
        try (var browser = new Browser(house().url())) {
            browser.signIn(URI.create(house().loginLink(who.name())));
            var path = "/questions/" + key(question);
            browser.get(path);
            var form = Map.of("verdict", "approve", "version", "1", "from", "question");
            var answer = browser.post(path + "/decision", form);
            return answer.statusCode() + " " + Reply.told(answer.body());
        }
    }

    String calls(Caller who, JsonNode question) {
        var reply = house().api(who.name()).approves(question);
        return reply.status() + " " + reply.detail() + reply.at("sentence").asText();
    }

    String types(Caller who, JsonNode question) {
        var screen = house().cli(who.name()).types("approve", key(question));
        return "exit " + screen.exit() + " " + screen.out() + screen.err();
    }

    static String key(JsonNode question) {
        return question.path("key").asText();
    }
}
