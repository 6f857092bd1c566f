package dev.countersign.bot.fault;

import dev.countersign.agent.engine.Checkpoint.Point;
import dev.countersign.bot.fault.Event.Begun;
import dev.countersign.bot.fault.Weather.Climate;
import dev.countersign.bot.fault.Weather.Gust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Does to a world what the weather brings; each gust is over when the next begins. */
final class Trouble implements AutoCloseable {
    private static final int MOST_SKEW_SECONDS = 20;
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(2);
    private static final int READERS = 3;

    private final World world;
    private final Fleet fleet;
    private final Weather weather;
    private final Deque<Socket> readers = new ArrayDeque<>();

    Trouble(World world, Weather weather) {
        this.world = world;
        this.fleet = world.fleet();
        this.weather = weather;
    }

    /** Until this is over, or all has gone wrong that is to. */
    Void blows(Climate climate, CountDownLatch over, CountDownLatch blown) throws Exception {
        for (int i = 0; i < climate.gusts(); i++) {
            var gust = weather.next();
            if (over.await(gust.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            calm();
            world.history().happened("weather", gust.toString());
            strike(gust);
        }
        blown.countDown();
        if (!over.await(climate.longest().toMillis(), TimeUnit.MILLISECONDS)) {
            calm();
            setClocks();
            over.await();
        }
        calm();
        setClocks();
        return null;
    }

    /** Who is off by more than a lease leaves what others left to those whose clock is right. */
    private void setClocks() {
        for (int i = 0; i < fleet.size(); i++) {
            fleet.skew(i, Duration.ZERO);
        }
    }

    private void calm() throws IOException {
        world.wires().store().ifPresent(wire -> wire.delay(0));
        world.wires().tools().delay(0);
        if (world.postgres().isEmpty()) {
            fleet.mayWrite(0, "unlimited");
        }
    }

    private void strike(Gust gust) throws Exception {
        int one = gust.where() % fleet.size();
        switch (gust.fault()) {
            case A_PROCESS_IS_KILLED -> fleet.kill(one);
            case A_PROCESS_DIES_AT_A_NAMED_POINT -> fleet.dieNextAt(one, point(gust.howMuch()));
            case A_PROCESS_IS_STOPPED -> fleet.retire(one);
            case A_CLOCK_JUMPS -> {
                setClocks();
                fleet.skew(
                        one,
                        Duration.ofSeconds(gust.howMuch() * 2L * MOST_SKEW_SECONDS / 100
                                - MOST_SKEW_SECONDS / 2));
            }
            case A_READER_IS_SLOW -> reads();
            case THE_DISK_IS_FULL -> fleet.mayWrite(one, "1:unlimited");
            case THE_DATABASE_IS_RESTARTED -> restart(gust.howMuch());
            case ALL_SESSIONS_ARE_TERMINATED -> terminate();
            default -> strikeWire(gust);
        }
    }

    private void strikeWire(Gust gust) {
        var wires = world.wires();
        switch (gust.fault()) {
            case THE_STORE_IS_SLOW -> wires.store().ifPresent(w -> w.delay(gust.howMuch() / 4));
            case THE_STORE_IS_CUT_OFF -> wires.store().ifPresent(Relay::cut);
            case THE_STORE_IS_HALF_CLOSED -> wires.store().ifPresent(Relay::halfClose);
            case THE_STORE_DOES_IT_AND_FAILS ->
                wires.store().ifPresent(w -> w.loseTheAnswerTo(after(gust.howMuch() / 4)));
            case A_TOOL_IS_SLOW -> wires.tools().delay(gust.howMuch() * 4L);
            case A_TOOL_IS_CUT_OFF -> wires.tools().cut();
            case A_TOOL_DOES_IT_AND_FAILS ->
                wires.tools()
                        .loseTheAnswerTo(what -> what.matches("(?s)(POST|PUT|PATCH) .*")
                                && !what.contains("dryRun"));
            case SLACK_DOES_IT_AND_FAILS ->
                wires.slack().loseTheAnswerTo(what -> what.contains("/chat."));
            case SLACK_IS_HALF_CLOSED -> wires.slack().halfClose();
            case MAIL_DOES_IT_AND_FAILS ->
                wires.mail().loseTheAnswerTo(what -> what.endsWith("\r\n.\r\n"));
            case A_CALLBACK_DOES_IT_AND_FAILS ->
                wires.callbacks().loseTheAnswerTo(what -> what.startsWith("POST "));
            default -> throw new AssertionError("nobody does " + gust);
        }
    }

    private static Predicate<String> after(int many) {
        var left = new AtomicInteger(many);
        return what -> left.getAndDecrement() == 0;
    }

    private static String point(int which) {
        var points = Point.values();
        return points[which % points.length].name();
    }

    private void restart(int howMuch) throws IOException {
        var postgres = world.postgres().orElseThrow();
        postgres.stops();
        LockSupport.parkNanos(LONGEST_AWAY.toNanos() * howMuch / 100);
        postgres.begins();
    }

    private void terminate() throws SQLException {
        var url = world.postgres().orElseThrow().url();
        try (var session = DriverManager.getConnection(url, "postgres", "any");
                var statement = session.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
        }
    }

    /** Somebody asks to be told of a run, and never reads a word. */
    private void reads() throws IOException {
        var begun = world.history().events().stream()
                .filter(Begun.class::isInstance)
                .map(Begun.class::cast)
                .toList();
        var one = fleet.someone();
        if (begun.isEmpty() || one.isEmpty()) {
            return;
        }
        var socket = new Socket();
        socket.setReceiveBufferSize(1);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(one.get().url()).getPort()));
        readers.add(socket);
        socket.getOutputStream()
                .write(("GET /api/v1/runs/" + begun.getLast().run()
                                + "/events HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer "
                                + World.token("p1") + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        if (readers.size() > READERS) {
            readers.removeFirst().close();
        }
    }

    @Override
    public void close() throws IOException {
        for (var reader : readers) {
            reader.close();
        }
    }
}
