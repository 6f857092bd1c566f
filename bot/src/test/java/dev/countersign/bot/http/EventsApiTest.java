package dev.countersign.bot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.engine.Feed.Stirring;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.StoreSamples;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

@Timeout(60)
class EventsApiTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Stand stand = new Stand();

    @BeforeEach
    void a_run_waits() {
        stand.waiting("r_7");
        record(Entry.Kind.SAID, Entry.Kind.TURN, Entry.Kind.ASKED);
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    @Test
    void a_listener_reads_the_record_and_then_what_happens() throws Exception {
        var events = listen("");
        await().atMost(LONGEST).until(() -> events.contains("id: 3"));

        stand.feed.saying = "I will";
        stand.feed.tell(new Stirring.Speaking("r_7"));
        await().atMost(LONGEST).until(() -> events.contains("event: text"));
        record(Entry.Kind.DECIDED);
        stand.feed.tell(new Stirring.Moved("r_7", "hitl-agent", List.of()));

        await().atMost(LONGEST).until(() -> events.contains("id: 4"));
        assertThat(events.stream().filter(line -> line.startsWith("event:")))
                .containsExactly(
                        "event: said",
                        "event: turn",
                        "event: question",
                        "event: text",
                        "event: question");
        assertThat(events).contains("data: {\"run\":\"r_7\",\"text\":\"I will\"}");
    }

    @Test
    void a_listener_who_comes_back_continues_where_it_was() throws Exception {
        var events = listen("2");

        await().atMost(LONGEST).until(() -> events.contains("id: 3"));
        assertThat(events).doesNotContain("id: 1", "id: 2");
    }

    @Test
    void the_stream_ends_when_the_run_is_closed() throws Exception {
        record(Entry.Kind.CLOSED);

        var answer = stand.http().send(request("").build(), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        assertThat(answer.body()).contains("event: closed");
    }

    @Test
    void listeners_leave_no_trace_when_the_server_stops() throws Exception {
        var events = listen("");
        await().atMost(LONGEST).until(() -> events.contains("id: 3"));

        stand.close();

        await().atMost(LONGEST).until(() -> stand.feed.listeners.isEmpty());
    }

    @Test
    void the_whole_record_is_exported_as_lines_of_a_chain() throws Exception {
        var lines = stand.get("/api/v1/audit").raw().body().lines().toList();
        var last = Body.JSON.readTree(lines.getLast());

        assertThat(lines).hasSize(3);
        assertThat(last.path("kind").asText()).isEqualTo("asked");
        assertThat(last.path("previous").asText())
                .isEqualTo(Body.JSON.readTree(lines.get(1)).path("hash").asText());
        assertThat(stand.get("/api/v1/audit?after=" + last.path("id").asText())
                        .raw()
                        .body())
                .isEmpty();
        assertThat(stand.get("/api/v1/audit?after=x").status()).isEqualTo(422);
    }

    @Test
    void the_whole_record_is_exported_as_a_table() throws Exception {
        var rows = stand.get("/api/v1/audit?format=csv").raw().body().lines().toList();

        assertThat(rows).hasSize(4);
        assertThat(rows.getFirst()).startsWith("id,run,number,kind,at,by,");
        assertThat(rows.getLast()).contains(",asked,");
        assertThat(stand.get("/api/v1/audit?format=xls").status()).isEqualTo(422);
    }

    private void record(Entry.Kind... kinds) {
        for (var kind : kinds) {
            var run = stand.store.load("r_7").orElseThrow();
            stand.store.commit(StoreSamples.idle(
                    run, StoreSamples.recording(run, StoreSamples.entry(kind, "dana"))));
        }
    }

    private HttpRequest.Builder request(String last) {
        var request = HttpRequest.newBuilder(stand.uri("/api/v1/runs/r_7/events"))
                .header("Authorization", "Bearer " + Stand.DANA)
                .timeout(LONGEST);
        return last.isEmpty() ? request : request.header("Last-Event-ID", last);
    }

    private List<String> listen(String last) throws IOException, InterruptedException {
        var lines = new CopyOnWriteArrayList<String>();
        var stream =
                stand.http().send(request(last).build(), BodyHandlers.ofLines()).body();
        Thread.startVirtualThread(() -> collect(stream, lines));
        return lines;
    }

    /** The server ends the stream when it stops, and that is the end of listening too. */
    private static void collect(Stream<String> stream, List<String> lines) {
        try (stream) {
            stream.forEach(lines::add);
        } catch (UncheckedIOException ended) {
            lines.add("ended");
        }
    }
}
