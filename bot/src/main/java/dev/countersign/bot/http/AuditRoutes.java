package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Archive.Recorded;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** The whole record as JSON lines, each with its place in the chain. */
final class AuditRoutes {

    private static final int PAGE = 500;

    private final Ports ports;

    AuditRoutes(Ports ports) {
        this.ports = ports;
    }

    void mount(RoutesConfig routes) {
        routes.get("/api/v1/audit", this::export);
    }

    private void export(Context ctx) throws IOException {
        var page = ports.archive()
                .everything(Answers.query(ctx, "after").map(this::id).orElse(0L), PAGE);
        ctx.contentType("application/x-ndjson");
        var out = ctx.outputStream();
        while (!page.isEmpty()) {
            for (var line : page) {
                out.write((line(line) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            page = ports.archive().everything(page.getLast().id(), PAGE);
        }
        out.flush();
    }

    private long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw Problem.invalid("after: \"" + text + "\" is not the id of a line.");
        }
    }

    private ObjectNode line(Recorded recorded) {
        var view = JsonNodeFactory.instance.objectNode();
        view.put("id", recorded.id());
        view.put("run", recorded.run());
        view.setAll(entry(recorded, ports));
        view.put("previous", recorded.previous());
        view.put("hash", recorded.hash());
        return view;
    }

    /** One line of a run's record, without its place in the chain. */
    static ObjectNode entry(Recorded recorded, Ports ports) {
        var entry = recorded.entry();
        var view = JsonNodeFactory.instance.objectNode();
        view.put("number", recorded.number());
        view.put("kind", RunView.word(entry.kind()));
        view.put("at", entry.at().toString());
        view.put("by", entry.by().orElse(null));
        view.put("call", entry.call().orElse(null));
        view.put("question", entry.question().orElse(null));
        var details = view.putObject("details");
        new TreeMap<>(entry.details())
                .forEach((key, value) -> details.put(key, ports.masked().apply(value)));
        return view;
    }
}
