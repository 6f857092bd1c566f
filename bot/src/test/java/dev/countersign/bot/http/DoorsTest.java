package dev.countersign.bot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.HttpDoor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class DoorsTest {

    private static final int MAIL_LIMIT = 1024 * 1024;

    private final Echo echo = new Echo();
    private final Stand stand = new Stand(List.of(echo));

    @AfterEach
    void stop() {
        stand.close();
    }

    @Test
    void a_door_gets_raw_bytes_and_lower_case_headers_without_a_token() {
        var answer = stand.send("", "POST", "/slack/events?a=1", "payload=%7B", "X-Sig", "s1");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.raw().body()).isEqualTo("payload=%7B");
        assertThat(answer.raw().headers().firstValue("X-Echo")).contains("yes");
        var knock = echo.knocks.getFirst();
        assertThat(knock.header("x-sig")).contains("s1");
        assertThat(knock.query()).isEqualTo("a=1");
        assertThat(knock.path()).isEqualTo("/slack/events");
    }

    @Test
    void a_door_may_have_a_path_with_a_part_that_varies() {
        assertThat(stand.send("", "GET", "/a/secret-1", "").status()).isEqualTo(202);
        assertThat(echo.knocks.getFirst().path()).isEqualTo("/a/secret-1");
    }

    @Test
    void mail_may_be_larger_than_anything_else() {
        var large = "x".repeat(MAIL_LIMIT);

        assertThat(stand.send("", "POST", "/mail/inbound", large).status()).isEqualTo(202);
        assertThat(stand.send("", "POST", "/mail/inbound", large + "x").status())
                .isEqualTo(413);
        assertThat(stand.send("", "POST", "/slack/events", large).status()).isEqualTo(413);
    }

    /** Says back what it was handed. */
    private static final class Echo implements HttpDoor {

        private final List<Knock> knocks = new CopyOnWriteArrayList<>();

        @Override
        public List<String> routes() {
            return List.of("POST /slack/events", "POST /mail/inbound", "GET /a/{ticket}");
        }

        @Override
        public Answer knock(Knock knock) {
            knocks.add(knock);
            var body = new String(knock.body(), StandardCharsets.UTF_8);
            return new Answer(202, Map.of("X-Echo", "yes"), body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
