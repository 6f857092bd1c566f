package dev.countersign.bot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Archive.Asked;
import dev.countersign.agent.run.Question;
import dev.countersign.bot.http.view.QuestionView;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Person;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The inbox of any person, and the door through which a decision comes in. */
final class QuestionRoutes {

    private static final Set<String> STATES = Set.of(
            "open", "approved", "rejected", "answered", "expired", "cancelled", "superseded");

    private static final Optional<String> NO_MORE = Optional.empty();

    private final Ports ports;
    private final int bodyLimit;

    QuestionRoutes(Ports ports, int bodyLimit) {
        this.ports = ports;
        this.bodyLimit = bodyLimit;
    }

    void mount(RoutesConfig routes) {
        routes.get("/api/v1/questions", this::list);
        routes.get("/api/v1/questions/{key}", this::show);
        routes.post("/api/v1/questions/{key}/decision", this::decide);
        routes.post("/api/v1/questions/{key}/reask", this::askAgain);
    }

    private void list(Context ctx) {
        var state = Answers.query(ctx, "state").orElse("open");
        if (!STATES.contains(state)) {
            throw Problem.invalid("state: \"" + state + "\" is none of open, approved, rejected,"
                    + " answered, expired, cancelled, superseded.");
        }
        var person = Answers.query(ctx, "for");
        if (state.equals("open") && person.isPresent()) {
            Answers.page(ctx, inbox(ctx, person.get()), QuestionView::of);
            return;
        }
        var page = ports.archive()
                .questions(state.equals("open"), Answers.query(ctx, "after"), Answers.most(ctx));
        var wanted = page.items().stream()
                .filter(asked -> QuestionView.state(asked.question()).equals(state))
                .filter(asked -> person.isEmpty() || decidedBy(asked, person.get()))
                .toList();
        Answers.page(ctx, new Archive.Page<>(wanted, page.next()), QuestionView::of);
    }

    private Archive.Page<Asked> inbox(Context ctx, String person) {
        int most = Answers.most(ctx);
        var last = Answers.query(ctx, "after").map(this::place);
        var keys = ports.questions().openFor(person).reversed().stream()
                .filter(shown -> last.isEmpty() || isBehind(shown, last.get()))
                .map(Questions.Shown::key)
                .toList();
        var page = keys.stream()
                .limit(most)
                .flatMap(key -> ports.archive().question(key).stream())
                .toList();
        var more = keys.size() > most ? Optional.of(keys.get(most - 1).value()) : NO_MORE;
        return new Archive.Page<>(page, more);
    }

    /** The last question of the page before; it may have been decided since. */
    private Question place(String cursor) {
        return ports.archive()
                .question(new QuestionKey(cursor))
                .orElseThrow(() -> new Archive.NoSuchPlace(cursor))
                .question();
    }

    private static boolean isBehind(Questions.Shown shown, Question last) {
        int order = shown.opened().compareTo(last.timing().opened());
        return order < 0
                || order == 0 && shown.key().value().compareTo(last.key().value()) < 0;
    }

    private static boolean decidedBy(Asked asked, String person) {
        return asked.question().settled().flatMap(how -> how.by()).stream()
                .anyMatch(person::equals);
    }

    private void show(Context ctx) {
        var asked = existing(ctx);
        var view = QuestionView.of(asked);
        ports.outside().apply(asked.question()).ifPresent(link -> view.put("callback", link));
        Answers.send(ctx, HttpStatus.OK, view);
    }

    private void decide(Context ctx) {
        var caller = Access.caller(ctx);
        var asked = existing(ctx);
        var body = Body.of(
                ctx,
                bodyLimit,
                "verdict",
                "grant",
                "reason",
                "arguments",
                "version",
                "as",
                "answers",
                "outcome");
        var person = caller.decidesAs(body.optional("as"));
        var chose = chose(ctx, caller, person, asked, version(body), Choices.in(body));
        answer(ctx, ports.questions().decide(chose), existing(ctx));
    }

    static OptionalInt version(Body body) {
        return body.number("version").map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** A call that nobody decided about in time is put to people again, as a new question. */
    private void askAgain(Context ctx) {
        var caller = Access.caller(ctx);
        var asked = existing(ctx);
        var bytes = Body.bytes(ctx, bodyLimit);
        var as = bytes.length == 0
                ? Optional.<String>empty()
                : Body.in(bytes, "as").optional("as");
        var person = caller.decidesAs(as);
        var chose = chose(ctx, caller, person, asked, OptionalInt.empty(), new Choice.AskAgain());
        var reply = ports.questions().decide(chose);
        if (reply.verdict() != Questions.Verdict.RECORDED) {
            throw problem(status(reply.verdict()), reply, asked);
        }
        var again = JsonNodeFactory.instance.objectNode().put("run", asked.run());
        var open = again.putArray("questions");
        ports.runs().load(asked.run()).ifPresent(run -> run.questions()
                .forEach(q -> open.add(q.key().value())));
        Answers.send(ctx, HttpStatus.CREATED, again.put("sentence", reply.sentence()));
    }

    /** What a caller chose about a question, as any channel would report it. */
    static Inbound.Chose chose(
            Context ctx,
            Access.Caller caller,
            String person,
            Asked asked,
            OptionalInt version,
            Choice choice) {
        var key = asked.question().key();
        return new Inbound.Chose(
                RunRoutes.delivery(ctx, caller, person, "/" + key),
                speaker(ctx, caller, person),
                new Conversation(door(ctx), asked.run()),
                key,
                version,
                choice);
    }

    private static String door(Context ctx) {
        return "cli".equals(ctx.header("X-Countersign-Door")) ? "cli" : RunRoutes.CHANNEL;
    }

    /** Which door it was, and which token, stay on the record beside the person. */
    private static Inbound.Speaker speaker(Context ctx, Access.Caller caller, String person) {
        var evidence = new LinkedHashMap<String, String>();
        evidence.put("door", door(ctx));
        evidence.put("token", caller.token());
        return new Inbound.Speaker(Person.BY_NAME, person, Assurance.SIGNED, evidence);
    }

    private static void answer(Context ctx, Questions.Reply reply, Asked now) {
        var status = status(reply.verdict());
        if (status.getCode() >= HttpStatus.BAD_REQUEST.getCode()) {
            throw problem(status, reply, now);
        }
        Answers.send(ctx, status, told(reply, now));
    }

    static HttpStatus status(Questions.Verdict verdict) {
        return HttpStatus.forStatus(HttpDoor.status(verdict));
    }

    private static ObjectNode told(Questions.Reply reply, Asked now) {
        return QuestionView.of(now).put("sentence", reply.sentence());
    }

    private static Problem problem(HttpStatus status, Questions.Reply reply, Asked now) {
        var problem = new Problem(status, reply.sentence());
        problem.more().put("key", now.question().key().value());
        problem.more().put("version", now.question().version());
        problem.more().put("state", QuestionView.state(now.question()));
        QuestionView.decided(now.question()).ifPresent(how -> problem.more().set("decided", how));
        return problem;
    }

    private Asked existing(Context ctx) {
        var key = ctx.pathParam("key");
        return ports.archive()
                .question(new QuestionKey(key))
                .orElseThrow(() -> Problem.noSuch("question", key));
    }
}
