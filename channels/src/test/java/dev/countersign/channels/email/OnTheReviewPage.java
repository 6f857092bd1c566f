package dev.countersign.channels.email;

import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.HttpDoor.Answer;
import dev.countersign.channels.HttpDoor.Knock;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A mail with a link that was sent, and whoever opens the page behind it. */
abstract class OnTheReviewPage {
    static final Map<String, String> FORM =
            Map.of("content-type", "application/x-www-form-urlencoded");

    MailHouse house;
    String link = "";

    @BeforeEach
    void open() {
        house = new MailHouse(false).open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    void ask(Kind kind, Level level) throws Exception {
        house.send(house.questions.ask("q_1", kind, level), "1");
        link = MailHouse.link(house.lastMail());
    }

    String nonce() {
        return page().select("input[name=nonce]").attr("value");
    }

    Document page() {
        return Jsoup.parse(body(knock("GET", "", Map.of())));
    }

    Answer post(String... fields) {
        return knock("POST", form(fields), FORM);
    }

    Answer with(String form, String header, String value) {
        var headers = new HashMap<>(FORM);
        headers.put(header, value);
        return knock("POST", form, headers);
    }

    Answer knock(String method, String body, Map<String, String> headers) {
        return door(method, link, body, headers, "1.2.3.4");
    }

    Answer door(
            String method, String path, String body, Map<String, String> headers, String remote) {
        return house.channel
                .door()
                .knock(new Knock(
                        method, path, "", headers, body.getBytes(StandardCharsets.UTF_8), remote));
    }

    static String form(String... fields) {
        var out = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            out.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return out.toString();
    }

    static String body(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    void settledByDana() throws Exception {
        ask(Kind.APPROVE, Level.NORMAL);
        settle("dana");
    }

    void settle(String by) {
        house.questions.settle(
                "q_1",
                new Settlement(
                        Ending.APPROVED,
                        Optional.of(by),
                        "slack",
                        TestQuestions.NOW,
                        Optional.empty(),
                        Optional.empty()));
    }
}
