package dev.countersign.channels.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Nobody gets in, or gets something done, who should not. */
@Timeout(60)
class ConsoleSecurityTest {
    private final ConsoleHouse house = new ConsoleHouse();

    @AfterEach
    void stop() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/runs",
                "/runs/r_1",
                "/runs/r_1/live",
                "/live",
                "/inbox",
                "/inbox/live",
                "/questions/q_1",
                "/questions/q_1/live"
            })
    void without_a_session_nothing_is_shown(String path) {
        try (var stranger = house.stranger()) {
            assertThat(stranger.get(path).statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/say", "/runs/r_1/say", "/runs/r_1/cancel", "/questions/q_1/decision"})
    void without_a_session_or_its_token_nothing_is_done(String path) {
        house.questions.ask("q_1", Samples.approve());
        try (var stranger = house.stranger();
                var dana = house.as("dana")) {
            assertThat(stranger.raw(path, "verdict=approve&csrf=x").statusCode())
                    .isEqualTo(401);
            assertThat(dana.raw(path, "verdict=approve").statusCode()).isEqualTo(403);
            assertThat(dana.raw(path, "verdict=approve&csrf=x").statusCode()).isEqualTo(403);
        }
        assertThat(house.questions.chosen).isEmpty();
        assertThat(house.desk.said).isEmpty();
        assertThat(house.desk.cancelled).isEmpty();
    }

    @Test
    void every_page_forbids_foreign_code_and_caching() {
        try (var dana = house.as("dana")) {
            var headers = dana.get("/").headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(dana.get("/").body()).doesNotContain("<style", " style=", " onclick");
        }
    }

    @Test
    void a_login_link_works_once_and_looking_at_it_does_not_use_it_up() {
        var link = house.links.mint("dana");
        try (var scanner = house.stranger();
                var dana = house.stranger();
                var thief = house.stranger()) {
            scanner.get("/login?" + link.getQuery());
            assertThat(dana.signIn(link).statusCode()).isEqualTo(303);
            assertThat(dana.get("/").statusCode()).isEqualTo(200);

            assertThat(thief.signIn(link).statusCode()).isIn(403, 410);
            assertThat(thief.get("/login?" + link.getQuery()).statusCode()).isEqualTo(410);
            assertThat(thief.get("/login?token=wrong").statusCode()).isEqualTo(410);
            assertThat(thief.get("/").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_login_link_goes_stale() {
        var link = house.links.mint("dana");
        house.now.updateAndGet(now -> now.plus(LoginLinks.LIFE));
        try (var dana = house.stranger()) {
            assertThat(dana.get("/login?" + link.getQuery()).statusCode()).isEqualTo(410);
        }
    }

    @Test
    void the_session_cookie_is_out_of_reach_and_cannot_be_forged() {
        try (var dana = house.stranger();
                var forger = house.stranger()) {
            var answer = dana.signIn(house.links.mint("dana"));
            assertThat(answer.headers().allValues("Set-Cookie"))
                    .allMatch(cookie ->
                            cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
            var name = "countersign-" + house.url().getPort();
            var cookie = dana.cookies().get(name);
            forger.cookie(name, cookie.replaceFirst("^[^.]*", "YW5h"));
            assertThat(forger.get("/").statusCode()).isEqualTo(401);
            forger.cookie(name, "a.b.c.d");
            assertThat(forger.get("/").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_session_ends_with_its_time_and_with_its_person() {
        try (var dana = house.as("dana");
                var ana = house.as("ana")) {
            house.desk.people.remove("ana");
            assertThat(ana.get("/").statusCode()).isEqualTo(401);

            house.now.updateAndGet(now -> now.plus(Duration.ofHours(7)));
            assertThat(dana.get("/").statusCode()).isEqualTo(200);
            house.now.updateAndGet(now -> now.plus(Duration.ofHours(7)));
            assertThat(dana.get("/").statusCode()).as("renewed").isEqualTo(200);
            house.now.updateAndGet(now -> now.plus(Duration.ofHours(13)));
            assertThat(dana.get("/").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void whoever_signs_out_is_out() {
        try (var dana = house.as("dana")) {
            assertThat(dana.post("/logout", Map.of()).statusCode()).isEqualTo(303);
            assertThat(dana.get("/").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_form_of_another_site_is_refused_even_with_the_token() {
        var words = Map.of("agent", "hitl-agent", "text", "hello", "nonce", "1");
        try (var dana = house.as("dana")) {
            assertThat(dana.post("/say", words, "Sec-Fetch-Site", "cross-site").statusCode())
                    .isEqualTo(403);
            assertThat(dana.post("/say", words, "Sec-Fetch-Site", "same-site").statusCode())
                    .isEqualTo(403);
            assertThat(dana.post("/say", words, "Origin", "http://evil.example").statusCode())
                    .isEqualTo(403);
            assertThat(house.desk.said).isEmpty();
            assertThat(dana.post("/say", words, "Origin", "null").statusCode()).isEqualTo(303);
        }
    }

    @Test
    void a_click_on_a_link_elsewhere_comes_in_by_one_step_of_our_own() {
        try (var stranger = house.stranger()) {
            var page = stranger.get(
                    "/questions/q_1", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");
            assertThat(page.body()).contains("content=\"0;url=/questions/q_1\"");
        }
    }

    @Test
    void a_large_body_is_refused_and_a_body_that_is_no_form_too() {
        try (var dana = house.as("dana")) {
            var big = "text=" + "x".repeat(Guard.MOST_BODY);
            assertThat(dana.raw("/say", big).statusCode()).isEqualTo(413);
            assertThat(dana.raw("/say", "text=%zz").statusCode()).isEqualTo(400);
            assertThat(house.desk.said).isEmpty();
        }
    }

    @Test
    void another_host_name_is_refused() throws IOException {
        var port = house.url().getPort();
        assertThat(statusFor("evil.example:" + port)).contains(" 421");
        assertThat(statusFor("127.0.0.1:1")).contains(" 421");
        assertThat(statusFor("localhost:" + port)).contains(" 200");
    }

    private String statusFor(String host) throws IOException {
        try (var socket = new Socket("127.0.0.1", house.url().getPort())) {
            socket.setSoTimeout(10_000);
            var ask = "GET /login HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    @Test
    void a_key_that_could_be_guessed_is_refused() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new WebSettings(house::url, java.util.Set.of(), "", new byte[8]))
                .hasMessageContaining("at least 32");
    }
}
