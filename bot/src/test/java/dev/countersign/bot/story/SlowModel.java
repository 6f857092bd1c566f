package dev.countersign.bot.story;

import com.sun.net.httpserver.HttpExchange;

import dev.countersign.channels.LoopbackServer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider that speaks OpenAI's chat API: a read, then an answer. It thinks for a time, or until
 * so many want something of it at once.
 */
final class SlowModel implements AutoCloseable {
    private final LoopbackServer server;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch gathered;
    private final Duration thinking;

    private SlowModel(int together, Duration thinking) {
        this.gathered = new CountDownLatch(together);
        this.thinking = thinking;
        server = new LoopbackServer("/", this::handle);
    }

    static SlowModel thinking(Duration time) {
        return new SlowModel(Integer.MAX_VALUE, time);
    }

    /** It answers nobody before so many have asked, or this has passed. */
    static SlowModel together(int many, Duration most) {
        return new SlowModel(many, most);
    }

    String manifest() {
        return """
                apiVersion: countersign.dev/v1alpha1
                kind: LLM
                metadata: { name: slow }
                spec: { provider: openai, model: slow, baseUrl: "%s/v1" }
                ---
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: slow }
                spec: { llmRef: { name: slow }, tools: [ { builtin: kubernetes } ] }
                """.formatted(server.address());
    }

    /** How many requests it is thinking about now. */
    int now() {
        return now.get();
    }

    /** How many requests it was thinking about at once, at the most. */
    int most() {
        return most.get();
    }

    private void handle(HttpExchange exchange) throws IOException, InterruptedException {
        var request = LoopbackServer.body(exchange);
        if (exchange.getRequestMethod().equals("POST")) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            gathered.countDown();
            gathered.await(thinking.toMillis(), TimeUnit.MILLISECONDS);
            now.decrementAndGet();
        }
        LoopbackServer.send(exchange, 200, "text/event-stream", answer(request));
    }

    private static String answer(String request) {
        var told = request.replace(" ", "").contains("\"role\":\"tool\"");
        return told
                ? events("\"content\":\"There are pods.\"", "stop")
                : events(
                        "\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"k8s_get_resources\",\"arguments\":"
                                + "\"{\\\"resource_type\\\":\\\"pods\\\"}\"}}]",
                        "tool_calls");
    }

    private static String events(String delta, String finish) {
        return event(delta, "null") + event("", "\"" + finish + "\"") + "data: [DONE]\n\n";
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"model\":\"slow\","
                + "\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":"
                + finish + "}],\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":20,"
                + "\"total_tokens\":920}}\n\n";
    }

    @Override
    public void close() {
        server.close();
    }
}
