package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Applied;
import dev.countersign.agent.catalog.Problem.Severity;
import dev.countersign.agent.grant.Grants.Held;
import dev.countersign.bot.config.Config.Role;
import dev.countersign.bot.http.view.RunView;
import dev.countersign.bot.http.view.Standing;
import dev.countersign.bot.models.ModelWatch;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/** What is in force: documents that are applied, agents, grants, and who may sign in. */
final class CatalogRoutes {

    private final Ports ports;
    private final int bodyLimit;

    CatalogRoutes(Ports ports, int bodyLimit) {
        this.ports = ports;
        this.bodyLimit = bodyLimit;
    }

    void mount(RoutesConfig routes) {
        routes.post("/api/v1/manifests", this::apply);
        routes.get("/api/v1/manifests", this::standings);
        routes.get("/api/v1/agents", this::agents);
        routes.get("/api/v1/models", this::models);
        routes.get("/api/v1/grants", this::grants);
        routes.delete("/api/v1/grants/{id}", this::revoke);
        routes.post("/api/v1/login-links", this::loginLink);
    }

    private void apply(Context ctx) {
        Access.caller(ctx).mustBe(Role.ADMIN);
        var applied = ports.catalog().apply(text(Body.bytes(ctx, bodyLimit)));
        if (!applied.conflicts().isEmpty()) {
            throw refused(HttpStatus.CONFLICT, conflict(applied), applied);
        }
        boolean broken = applied.problems().stream().anyMatch(CatalogRoutes::isError);
        if (broken) {
            throw refused(HttpStatus.UNPROCESSABLE_CONTENT, errors(applied), applied);
        }
        Answers.send(ctx, HttpStatus.OK, view(applied));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST, "The body is not UTF-8 text. Nothing was changed.");
        }
    }

    private static boolean isError(dev.countersign.agent.catalog.Problem problem) {
        return problem.severity() == Severity.ERROR;
    }

    private static String conflict(Applied applied) {
        var first = applied.conflicts().getFirst();
        return first.document() + " stands in the file " + first.file() + ". Change it there;"
                + " applied by API: " + applied.documents().size() + " other documents.";
    }

    private static String errors(Applied applied) {
        var first = applied.problems().stream().filter(CatalogRoutes::isError).findFirst();
        return first.map(Object::toString).orElse("") + " Applied: "
                + applied.documents().size() + " other documents.";
    }

    private static Problem refused(HttpStatus status, String sentence, Applied applied) {
        var problem = new Problem(status, sentence);
        problem.more().setAll(view(applied));
        return problem;
    }

    private static ObjectNode view(Applied applied) {
        var view = JsonNodeFactory.instance.objectNode();
        var documents = view.putArray("documents");
        applied.documents().forEach(documents::add);
        var problems = view.putArray("problems");
        applied.problems().forEach(problem -> problems.addObject()
                .put("severity", RunView.word(problem.severity()))
                .put("file", problem.file())
                .put("line", problem.line())
                .put("document", problem.document())
                .put("path", problem.path())
                .put("message", problem.message()));
        var conflicts = view.putArray("conflicts");
        applied.conflicts().forEach(conflict -> conflicts
                .addObject()
                .put("document", conflict.document())
                .put("file", conflict.file()));
        return view;
    }

    private void grants(Context ctx) {
        Answers.list(
                ctx,
                ports.grants().alive().stream().map(CatalogRoutes::grant).toList(),
                Optional.empty());
    }

    private static ObjectNode grant(Held held) {
        var grant = held.grant();
        var view = JsonNodeFactory.instance.objectNode();
        view.put("id", grant.id()).put("by", grant.by()).put("rule", grant.ruleName());
        view.put("agent", grant.scope().agent())
                .put("tool", grant.scope().bound().tool());
        var same = view.putObject("arguments");
        grant.scope().arguments().forEach((name, json) -> same.set(name, RunView.json(json)));
        var namespaces = view.putArray("namespaces");
        grant.scope().namespaces().stream().sorted().forEach(namespaces::add);
        view.put("run", grant.scope().run().orElse(null));
        view.put("made", grant.made().toString()).put("until", grant.until().toString());
        return view.put("uses", held.uses()).put("left", held.left());
    }

    /** Whoever gave it may take it back, and so may an administrator. */
    private void revoke(Context ctx) {
        var caller = Access.caller(ctx);
        var id = ctx.pathParam("id");
        var held = ports.grants().alive().stream()
                .filter(h -> h.grant().id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.noSuch("grant", id));
        var by = caller.speaksAs(Optional.empty());
        if (!held.grant().by().equals(by)) {
            caller.mustBe(Role.ADMIN);
        }
        if (!ports.grants().revoke(id, by)) {
            throw Problem.noSuch("grant", id);
        }
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private void standings(Context ctx) {
        var kind = Answers.query(ctx, "kind");
        var standings = ports.standings().get().stream()
                .filter(s -> kind.isEmpty() || s.kind().equalsIgnoreCase(kind.get()))
                .map(this::standing)
                .toList();
        Answers.list(ctx, standings, Optional.empty());
    }

    private ObjectNode standing(Standing standing) {
        var view = standing.view();
        view.put("statusDetail", ports.masked().apply(standing.detail()));
        return view;
    }

    private void agents(Context ctx) {
        var agents = ports.catalog().now().agents().values().stream()
                .sorted(Comparator.comparing(AgentSpec::name))
                .map(this::agent)
                .toList();
        Answers.list(ctx, agents, Optional.empty());
    }

    private ObjectNode agent(AgentSpec agent) {
        var view = JsonNodeFactory.instance.objectNode();
        view.put("name", agent.name());
        view.put("description", agent.description());
        view.put("model", agent.model());
        view.put("policy", agent.policy().orElse(null));
        view.put("askUser", agent.askUser());
        var channels = view.putArray("contactChannels");
        agent.channels().forEach(channels::add);
        var lacks = ports.lacks().apply(agent);
        var problems = view.putArray("problems");
        lacks.forEach(problems::add);
        Standing.ofAgent(agent.name(), lacks).addTo(view);
        var tools = view.putArray("tools");
        for (var ref : agent.tools()) {
            var tool = tools.addObject()
                    .put("source", RunView.word(ref.source()))
                    .put("name", ref.name());
            var names = tool.putArray("names");
            ref.names().forEach(names::add);
            var gated = tool.putArray("requireApproval");
            ref.requireApproval().forEach(gated::add);
        }
        return view;
    }

    private void models(Context ctx) {
        var models = ports.models().get().stream()
                .sorted(Comparator.comparing(line -> line.spec().name()))
                .map(this::model)
                .toList();
        Answers.list(ctx, models, Optional.empty());
    }

    /** Where the key of a model is stands in its manifest; here is only whether it works. */
    private ObjectNode model(ModelWatch.Line line) {
        var spec = line.spec();
        var view = JsonNodeFactory.instance.objectNode();
        view.put("name", spec.name());
        view.put("provider", spec.provider());
        view.put("model", spec.model().orElse(null));
        view.put("ready", line.status().ready());
        view.put("status", line.status().ready() ? "Ready" : "Error");
        view.put("detail", ports.masked().apply(line.status().detail()));
        var fallbacks = view.putArray("fallbacks");
        spec.substitutes().models().forEach(fallbacks::add);
        var agents = view.putArray("agents");
        ports.catalog().now().agents().values().stream()
                .filter(agent -> agent.model().equals(spec.name()))
                .map(AgentSpec::name)
                .sorted()
                .forEach(agents::add);
        return view;
    }

    private void loginLink(Context ctx) {
        Access.caller(ctx).mustBe(Role.ADMIN);
        var person = Body.of(ctx, bodyLimit, "person").text("person");
        if (!ports.catalog().now().people().containsKey(person)) {
            throw Problem.noSuch("Person", person);
        }
        var link = ports.loginLinks().linkFor(person);
        Answers.send(
                ctx, HttpStatus.CREATED, JsonNodeFactory.instance.objectNode().put("link", link));
    }
}
