package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The canary search: after all that can be done with a mail, no ticket, code or secret stands in
 * any log at any level, in any page, header, error, list, record or figure, but where it belongs.
 */
@Timeout(120)
class CanaryStory {
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("no link: ([A-Z0-9]{6})");
    private static final String HOOK = "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5";

    @Order(1)
    @RegisterExtension
    static final PostOffice mail = PostOffice.of("ana", "dana");

    @Order(2)
    @RegisterExtension
    static final House house = House.with("ana", "dana in approvers")
            .manifest(ApproveByMailStory.example()
                    .replace("expireAfter: 24h", "expireAfter: 24h\n      level: high"))
            .setting(mail.setting("by-mail") + "  hookSecret: " + HOOK + "\n");

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private Appender<ILoggingEvent> console;
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> answers = new ArrayList<>();
    private final ApiCaller ana = house.api("ana");

    /** What is written without any pattern, so that nothing is cut out of it. */
    @BeforeEach
    void listen() {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(root.getLoggerContext());
        encoder.setPattern("%level %logger %msg %kvp %mdc%n%ex");
        encoder.start();
        appender.setContext(root.getLoggerContext());
        appender.setEncoder(encoder);
        appender.setOutputStream(log);
        appender.start();
        console = root.getAppender("console");
        root.detachAppender(console);
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
        // The mail host in this test is not ours.
        ((Logger) LoggerFactory.getLogger("com.icegreen")).setLevel(Level.OFF);
    }

    @AfterEach
    void stop() {
        root.setLevel(Level.INFO);
        root.detachAppender(appender);
        root.addAppender(console);
        appender.stop();
    }

    @Test
    void no_ticket_code_or_secret_stands_in_any_log_header_page_or_error() throws Exception {
        var run = ana.asks("by-mail", "scale deploy web 4 -n shop");
        var letter = mail.letter("dana", "web", "Exact arguments");
        var secrets = secrets(letter);

        everythingThatIsNoDecision(letter);
        var code = found(CODE, letter.text());
        var nonce =
                URLEncoder.encode(found(NONCE, answer(get(letter.link()))), StandardCharsets.UTF_8);
        var verdict = "nonce=" + nonce + "&verdict=approve&code=";
        answer(post(letter.link(), verdict + "ABCDEF"));
        answer(post(letter.link(), verdict + code));
        answer(post(letter.link(), verdict + code));
        ana.ended(run);
        everythingThatShows(run);

        var page = String.join("\n", answers);
        var logged = log.toString(StandardCharsets.UTF_8);
        assertThat(page).contains("Approved by dana");
        assertThat(logged).contains("RECORDED by dana").contains("TRACE");
        secrets.forEach((name, secret) -> {
            assertThat(secret).as(name).isNotBlank();
            assertThat(logged.contains(secret)).as("%s in a log", name).isFalse();
            assertThat(page.contains(secret)).as("%s in an answer", name).isFalse();
        });
    }

    private static Map<String, String> secrets(Letter letter) throws IOException {
        var all = new LinkedHashMap<String, String>();
        all.put("link", letter.link().substring("/a/".length()));
        all.put("reply address", between(letter.replyTo(), "+r.", "@"));
        all.put("thread", between(letter.references(), "<t.", "@"));
        all.put("code", found(CODE, letter.text()));
        all.put("mail password", PostOffice.PASSWORD);
        all.put("hook secret", HOOK.substring("whsec_".length()));
        var key = house.folder().resolve("data").resolve("ticket-key");
        all.put("ticket key", Files.readString(key).strip());
        for (var person : List.of("ana", "dana", "admin")) {
            all.put(person + "'s token", person + "-has-a-secret-of-its-own");
        }
        return all;
    }

    private void everythingThatIsNoDecision(Letter letter) throws Exception {
        mail.replies("dana", letter, "approve");
        mail.letter("dana", "must vouch for the sender");
        mail.replies("ana", letter, "approve");
        mail.writes("stranger", "x", letter.answered("x@example.com", "approve"));
        answer(get(letter.link()).method("HEAD", BodyPublishers.noBody()));
        answer(get(letter.link() + "x"));
        answer(post(letter.link(), "verdict=approve"));
        answer(post(letter.link(), "nonce=x&verdict=approve&code=ABCDEF"));
        answer(post("/mail/inbound", letter.answered("x@example.com", "approve")));
        answer(get("/a/" + "A".repeat(43)));
        answer(get("/a/%00%ff"));
    }

    private void everythingThatShows(String run) throws Exception {
        var key =
                ana.get("/api/v1/questions?state=approved").at("items").path(0).path("key");
        for (var path : List.of(
                "/api/v1/runs/" + run,
                "/api/v1/runs",
                "/api/v1/questions",
                "/api/v1/questions/" + key.asText(),
                "/api/v1/audit",
                "/api/v1/agents",
                "/api/v1/grants",
                "/metrics",
                "/readyz",
                "/healthz",
                "/no/such/thing")) {
            answer(get(path).header("Authorization", "Bearer admin-has-a-secret-of-its-own"));
        }
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(house.url().resolve(path));
    }

    private HttpRequest.Builder post(String path, String form) {
        return get(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    /** Everything that came back: status, headers and body. */
    private String answer(HttpRequest.Builder request) throws Exception {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        var words = answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body();
        answers.add(words);
        return words;
    }

    private static String found(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    private static String between(String text, String before, String after) {
        int at = text.indexOf(before) + before.length();
        return text.substring(at, text.indexOf(after, at));
    }
}
