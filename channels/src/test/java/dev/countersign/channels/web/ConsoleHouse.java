package dev.countersign.channels.web;

import io.javalin.Javalin;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A real server with the console on it, over a desk and questions in memory. */
final class ConsoleHouse implements AutoCloseable {
    final FakeDesk desk = new FakeDesk();
    final FakeQuestions questions = new FakeQuestions();
    final WebChannel channel = new WebChannel();
    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T10:42:00Z"));
    final LoginLinks links = new LoginLinks(this::url, now::get);
    private final Javalin server;

    ConsoleHouse() {
        this(0);
    }

    ConsoleHouse(int port) {
        var settings = new WebSettings(
                this::url, Set.of(), "sandbox: nothing real is touched", new byte[32]);
        var console = new WebConsole(settings, desk, questions, links, channel, now::get);
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    console.mount(config);
                })
                .start("127.0.0.1", port);
        desk.people.add("dana");
        desk.people.add("ana");
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    Browser stranger() {
        return new Browser(url());
    }

    Browser as(String person) {
        var browser = stranger();
        browser.signIn(links.mint(person));
        return browser;
    }

    @Override
    public void close() {
        channel.close();
        server.stop();
    }
}
