package dev.countersign.bot.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The figures of this process, under the names that the outside contract promises. */
public final class Meters implements AutoCloseable {

    /** The media type of {@link #page}. */
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);

    /** People answer in seconds or in days. */
    private static final Duration[] WAITS = {
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(8),
        Duration.ofHours(24)
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final ConcurrentMap<String, AtomicInteger> sessions = new ConcurrentHashMap<>();

    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Reads these whenever somebody looks: open questions, messages to send, age of the oldest. */
    public void watch(
            Supplier<Number> questionsOpen,
            Supplier<Number> outboxPending,
            Supplier<Duration> inboxLag) {
        gauge("countersign.questions.open", questionsOpen);
        gauge("countersign.outbox.pending", outboxPending);
        gauge("countersign.inbox.lag.seconds", () -> seconds(inboxLag.get()));
    }

    /** How far our clock is ahead of that of the other servers, read whenever somebody looks. */
    public void clock(Supplier<Duration> ahead) {
        gauge("countersign.clock.ahead.seconds", () -> ahead.get().toMillis() / 1000.0);
    }

    /** Something of one channel that only grows, read whenever somebody looks; held by us. */
    public void counted(String name, Supplier<Number> total) {
        FunctionCounter.builder(name, this, held -> total.get().doubleValue()).register(registry);
    }

    /** Something of one channel as it is now. */
    public void shown(String name, Supplier<Number> value) {
        gauge(name, value);
    }

    private static Number seconds(Duration time) {
        return Math.max(0, time.toMillis()) / 1000.0;
    }

    private void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, () -> valueOrNone(name, value)).register(registry);
    }

    private static Number valueOrNone(String name, Supplier<Number> value) {
        try {
            return value.get();
        } catch (RuntimeException unreadable) {
            LOG.debug("{} cannot be read; showing no value until it can", name, unreadable);
            return Double.NaN;
        }
    }

    /** One request to an agent came to an end: a message in, an answer or a failure out. */
    public void requested(String agent, boolean failed, Duration took) {
        Counter.builder("agent.request").tag("agent", agent).register(registry).increment();
        var errors = Counter.builder("agent.request.errors").tag("agent", agent).register(registry);
        errors.increment(failed ? 1 : 0);
        Timer.builder("agent.request.duration")
                .tag("agent", agent)
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    /** How many runs of this agent are under way has changed by this much. */
    public void sessions(String agent, int change) {
        sessions.computeIfAbsent(agent, this::sessionsOf).addAndGet(change);
    }

    private AtomicInteger sessionsOf(String agent) {
        var count = new AtomicInteger();
        Gauge.builder("agent.active.sessions", count, AtomicInteger::get)
                .tag("agent", agent)
                .register(registry);
        return count;
    }

    /** A question was decided; {@code waited} since it opened. */
    public void decided(String verdict, String channel, Duration waited) {
        Counter.builder("countersign.decisions")
                .tag("verdict", verdict)
                .tag("channel", channel)
                .register(registry)
                .increment();
        Timer.builder("countersign.decision.wait")
                .serviceLevelObjectives(WAITS)
                .register(registry)
                .record(waited.isNegative() ? Duration.ZERO : waited);
    }

    /** A call came to a state. */
    public void called(String tool, String state) {
        Counter.builder("countersign.calls")
                .tag("tool", tool)
                .tag("state", state)
                .register(registry)
                .increment();
    }

    /** An HTTP request was answered. {@code route} is a pattern, so that there are few of them. */
    public void answered(String method, String route, int status, long nanos) {
        Timer.builder("http.server.requests")
                .tag("method", method)
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** All figures in the text form of Prometheus. */
    public String page() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
