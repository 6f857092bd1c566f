package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.bot.config.Config.Role;
import dev.countersign.bot.http.sheet.Csv;
import dev.countersign.bot.http.view.RunView;
import dev.countersign.store.callback.KeptCallback;
import dev.countersign.store.callback.KeptCallback.State;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The whole record, line by line, each with its place in the chain; and who is told of it. */
final class AuditRoutes {

    private static final int PAGE = 500;
    private static final List<String> COLUMNS = List.of(
            "id",
            "run",
            "number",
            "kind",
            "at",
            "by",
            "call",
            "question",
            "details",
            "previous",
            "hash");

    private final Ports ports;

    AuditRoutes(Ports ports) {
        this.ports = ports;
    }

    void mount(RoutesConfig routes) {
        routes.get("/api/v1/audit", this::export);
        routes.get("/api/v1/callbacks", this::callbacks);
        routes.post("/api/v1/callbacks/{id}/replay", this::replay);
    }

    /** JSON lines, or with {@code format=csv} a table for a spreadsheet. */
    private void export(Context ctx) throws IOException {
        var after = Answers.query(ctx, "after").map(this::id).orElse(0L);
        switch (Answers.query(ctx, "format").orElse("jsonl")) {
            case "jsonl" -> export(ctx, after, "application/x-ndjson", "", this::json);
            case "csv" ->
                export(ctx, after, "text/csv; charset=utf-8", Csv.row(COLUMNS), this::csv);
            default -> throw Problem.invalid("format: take jsonl or csv.");
        }
    }

    private void export(
            Context ctx, long after, String type, String head, Function<Recorded, String> form)
            throws IOException {
        var page = ports.archive().everything(after, PAGE);
        ctx.contentType(type);
        var out = ctx.outputStream();
        out.write(head.getBytes(StandardCharsets.UTF_8));
        while (!page.isEmpty()) {
            for (var line : page) {
                out.write(form.apply(line).getBytes(StandardCharsets.UTF_8));
            }
            page = ports.archive().everything(page.getLast().id(), PAGE);
        }
        out.flush();
    }

    private String json(Recorded line) {
        return line(line) + "\n";
    }

    private String csv(Recorded line) {
        var view = line(line);
        return Csv.row(COLUMNS.stream().map(name -> cell(view.path(name))).toList());
    }

    private static String cell(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText("");
    }

    private void callbacks(Context ctx) {
        Access.caller(ctx).mustBe(Role.ADMIN);
        var word = Answers.query(ctx, "state").orElse("dead");
        var state = Arrays.stream(State.values())
                .filter(one -> RunView.word(one).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("state: take waiting, sent or dead."));
        var callbacks = ports.callbacks().in(state, Answers.most(ctx)).stream()
                .map(AuditRoutes::callback)
                .toList();
        Answers.list(ctx, callbacks, Optional.empty());
    }

    private static ObjectNode callback(KeptCallback callback) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", callback.id())
                .put("target", callback.target())
                .put("type", callback.kind())
                .put("made", callback.made().toString())
                .put("state", RunView.word(callback.state()))
                .put("tries", callback.tries())
                .put("trouble", callback.trouble().orElse(null));
    }

    private void replay(Context ctx) {
        Access.caller(ctx).mustBe(Role.ADMIN);
        var id = ctx.pathParam("id");
        if (!id.matches("\\d{1,18}") || !ports.callbacks().replay(Long.parseLong(id))) {
            throw Problem.noSuch("callback", id);
        }
        ctx.status(HttpStatus.ACCEPTED);
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
