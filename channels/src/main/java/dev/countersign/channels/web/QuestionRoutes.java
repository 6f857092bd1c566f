package dev.countersign.channels.web;

import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.Questions.Verdict;
import dev.countersign.channels.web.desk.Desk;
import dev.countersign.channels.web.html.Region;
import dev.countersign.channels.web.live.Live;
import dev.countersign.channels.web.live.Pages;
import dev.countersign.channels.web.page.CardView;
import dev.countersign.channels.web.page.DoorPages;
import dev.countersign.channels.web.page.InboxPage;
import dev.countersign.channels.web.page.Layout;
import dev.countersign.channels.web.page.Visit;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The pages on which people see questions and decide them. */
final class QuestionRoutes {
    private final Desk desk;
    private final Questions questions;
    private final Live live;
    private final Visits visits;

    QuestionRoutes(Desk desk, Questions questions, Pages pages, Visits visits) {
        this.desk = desk;
        this.questions = questions;
        this.live = new Live(pages);
        this.visits = visits;
    }

    void mount(RoutesConfig routes, Guard guard) {
        routes.get("/inbox", guard.look(this::inbox));
        routes.get("/inbox/live", guard.look(this::watchInbox));
        routes.get("/questions/{key}", guard.look(this::question));
        routes.get("/questions/{key}/live", guard.look(this::watch));
        routes.post("/questions/{key}/decision", guard.act(this::decide));
        routes.post("/runs/{run}/decisions", guard.act(this::decideSeveral));
    }

    private void inbox(Context ctx, Visit visit) {
        Answers.html(ctx, 200, InboxPage.of(visit, Optional.empty()));
    }

    private void question(Context ctx, Visit visit) {
        var said = "counted".equals(ctx.queryParam("done"))
                ? Optional.of("Your approval counts. More people are needed.")
                : Optional.<String>empty();
        find(ctx, visit)
                .ifPresent(shown -> Answers.html(ctx, 200, InboxPage.one(visit, shown, said)));
    }

    private Optional<Shown> find(Context ctx, Visit visit) {
        var shown = questions.find(new QuestionKey(ctx.pathParam("key")));
        if (shown.isEmpty()) {
            Answers.html(
                    ctx,
                    404,
                    DoorPages.problem(
                            visit,
                            "No such question",
                            "There is no" + " question of this name. Nothing was changed."));
        }
        return shown;
    }

    private void decide(Context ctx, Visit visit, Form form) {
        find(ctx, visit).ifPresent(shown -> {
            var reply = Choices.from(form, shown.card())
                    .map(choice -> questions.decide(chose(visit, form, shown, choice)))
                    .orElse(new Reply(
                            Verdict.UNCLEAR,
                            "Nothing was chosen. The question stays"
                                    + " open; choose and send again."));
            answer(ctx, visits.again(visit), form, shown.key(), reply);
        });
    }

    private static Chose chose(Visit visit, Form form, Shown shown, Choice choice) {
        return new Chose(
                new DeliveryId(WebChannel.NAME, "chose-" + Seal.random()),
                Speaker.signedIn(visit.person(), WebChannel.NAME),
                new Conversation(WebChannel.NAME, shown.run()),
                shown.key(),
                version(form, shown),
                choice);
    }

    /** One decision for each call that has one, or a yes to all; what is left out stays open. */
    private void decideSeveral(Context ctx, Visit visit, Form form) {
        var run = ctx.pathParam("run");
        var keys = form.all("key");
        var versions = form.all("version");
        boolean all = form.first("verdict").equals("all");
        for (int n = 0; n < Math.min(keys.size(), versions.size()); n++) {
            var said = new Form(Map.of(
                    "verdict", List.of(all ? "approve" : form.first("d" + n)),
                    "version", List.of(versions.get(n))));
            questions
                    .find(new QuestionKey(keys.get(n)))
                    .filter(shown -> shown.run().equals(run))
                    .ifPresent(shown -> Choices.from(said, shown.card())
                            .ifPresent(
                                    choice -> questions.decide(chose(visit, said, shown, choice))));
        }
        Answers.seeOther(ctx, "/runs/" + run);
    }

    /** The version that was on the page; one that is no number was on none of ours. */
    private static OptionalInt version(Form form, Shown shown) {
        var text = form.first("version");
        var known = text.matches("[0-9]{1,9}");
        return known ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.of(0);
    }

    private void answer(Context ctx, Visit visit, Form form, QuestionKey key, Reply reply) {
        var status = HttpDoor.status(reply.verdict());
        var now = questions.find(key).orElseThrow();
        var place = place(form);
        var taken = status < 300;
        if (Answers.fragment(ctx)) {
            var region = CardView.region(visit, now, place, Optional.of(reply.sentence()));
            Answers.html(ctx, status, region.html().render());
        } else if (taken && place == CardView.Place.RUN) {
            Answers.seeOther(ctx, "/runs/" + now.run() + "#q-" + key.value());
        } else if (taken) {
            var more = reply.verdict() == Verdict.COUNTED ? "?done=counted" : "";
            Answers.seeOther(ctx, "/questions/" + key.value() + more);
        } else {
            Answers.html(ctx, status, InboxPage.one(visit, now, Optional.of(reply.sentence())));
        }
    }

    private static CardView.Place place(Form form) {
        return switch (form.first("from")) {
            case "run" -> CardView.Place.RUN;
            case "inbox" -> CardView.Place.INBOX;
            default -> CardView.Place.QUESTION;
        };
    }

    private void watch(Context ctx, Visit visit) throws IOException {
        var shown = find(ctx, visit);
        if (shown.isPresent()) {
            var key = shown.get().key();
            live.serve(
                    ctx,
                    pulse -> Live.both(
                            desk.watch(shown.get().run(), pulse),
                            desk.watchInbox(visit.person(), pulse::moved)),
                    Live.whenMoved(sink -> refresh(visits.again(visit), key, sink)));
        }
    }

    private void refresh(Visit visit, QuestionKey key, Live.Sink sink) {
        sink.swap(Layout.waiting(visit.open().size()));
        questions.find(key).ifPresent(q -> sink.swap(region(visit, q, CardView.Place.QUESTION)));
    }

    private void watchInbox(Context ctx, Visit visit) throws IOException {
        var before = new HashSet<QuestionKey>();
        live.serve(
                ctx,
                pulse -> desk.watchInbox(visit.person(), pulse::moved),
                Live.whenMoved(sink -> refresh(visits.again(visit), before, sink)));
    }

    /** What has left the inbox stays on the page, and says how it ended. */
    private void refresh(Visit visit, Set<QuestionKey> before, Live.Sink sink) {
        sink.swap(Layout.waiting(visit.open().size()));
        before.stream()
                .map(questions::find)
                .flatMap(Optional::stream)
                .filter(shown -> shown.settled().isPresent())
                .forEach(shown -> sink.swap(region(visit, shown, CardView.Place.INBOX)));
        sink.list(InboxPage.list(visit));
        visit.open().forEach(shown -> before.add(shown.key()));
    }

    private static Region region(Visit visit, Shown shown, CardView.Place place) {
        return CardView.region(visit, shown, place, Optional.empty());
    }
}
