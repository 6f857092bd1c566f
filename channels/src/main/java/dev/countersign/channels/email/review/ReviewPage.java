package dev.countersign.channels.email.review;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.HttpDoor.Answer;
import dev.countersign.channels.HttpDoor.Knock;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Questions;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.Questions.Verdict;
import dev.countersign.channels.email.letter.Access;
import dev.countersign.channels.email.letter.Letters;
import dev.countersign.channels.email.letter.Moments;
import dev.countersign.channels.email.ticket.Stub;
import dev.countersign.channels.email.ticket.Tickets;
import dev.countersign.channels.email.ticket.Tickets.Found;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The page behind the link in a mail. GET and HEAD only show, as often as anybody likes; a POST
 * with a deliberate choice decides. Works without scripts; the ticket stands in no page and no log.
 */
public final class ReviewPage {
    private static final String CHANNEL = "email";
    private static final String STYLE = "review.css";
    private static final int MOST_BODY = 16 * 1024;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String UNKNOWN = "This link is not known here. It may have been cut off"
            + " on the way: open it from the mail itself, or look into the console.";
    private static final String STALE = "The page was too old, or was not opened first. Nothing"
            + " was changed; please choose again.";
    private static final Optional<String> NO_NONCE = Optional.empty();
    private static final String CLOSED = "It was closed before. Your answer changed nothing.";

    private final Supplier<String> baseUrl;
    private final Questions questions;
    private final Tickets tickets;
    private final InstantSource clock;
    private final Nonce nonces;
    private final Holders holders;
    private final RateLimit guesses = new RateLimit(10, MINUTE);
    private final RateLimit posts = new RateLimit(5, MINUTE);
    private final RateLimit all = new RateLimit(3_000, MINUTE);

    public ReviewPage(
            Supplier<String> baseUrl,
            Questions questions,
            Tickets tickets,
            Holders holders,
            InstantSource clock) {
        this.baseUrl = baseUrl;
        this.holders = holders;
        this.questions = questions;
        this.tickets = tickets;
        this.clock = clock;
        this.nonces = new Nonce(tickets);
    }

    public Answer answer(Knock knock) {
        var secret = knock.path().substring(knock.path().lastIndexOf('/') + 1);
        if (secret.equals(STYLE)) {
            return Pages.style();
        }
        var now = clock.instant();
        if (guesses.full(knock.remote(), now) || all.full("", now)) {
            return Pages.of(429, ReviewView.note("Too many calls. Please wait a minute."));
        }
        all.count("", now);
        var found = tickets.find(secret).filter(f -> f.kind() == Stub.Kind.LINK);
        if (found.isEmpty()) {
            guesses.count(knock.remote(), now);
            return Pages.of(404, ReviewView.note(UNKNOWN));
        }
        return knock.method().equals("POST")
                ? post(knock, found.get(), now)
                : shown(knock, found.get().stub(), "", 200, now);
    }

    private Answer shown(Knock knock, Stub stub, String note, int status, Instant now) {
        var shown = stub.matter().key().flatMap(questions::find);
        if (shown.isEmpty()) {
            return Pages.of(404, ReviewView.note("This question is not kept any more."));
        }
        var nonce = nonces.of(page(stub), knock.remote(), now);
        if (shown.get().settled().isPresent()) {
            var asks = Disowning.possible(shown.get(), stub) ? Optional.of(nonce) : NO_NONCE;
            return Pages.of(status, ReviewView.settled(shown.get(), times(stub), asks, note));
        }
        return closed(shown.get(), stub, now)
                .orElseGet(() -> Pages.of(
                        status,
                        ReviewView.open(
                                shown.get(),
                                new Access(NO_NONCE, Optional.empty(), baseUrl.get(), times(stub)),
                                nonce,
                                note)));
    }

    private Moments times(Stub stub) {
        return new Moments(holders.zone(stub.address()));
    }

    private Optional<Answer> closed(Shown shown, Stub stub, Instant now) {
        if (shown.version() != stub.matter().version()) {
            return Optional.of(Pages.of(
                    409,
                    ReviewView.note("This question was replaced by version "
                            + shown.version()
                            + ", for which there is a mail of its own. This link changed"
                            + " nothing.")));
        }
        return stub.expiredAt(now)
                ? Optional.of(Pages.of(
                        410,
                        ReviewView.note("This link expired at "
                                + stub.expires().map(times(stub)::at).orElse("")
                                + ". Look into the console to see what became of the question.")))
                : Optional.empty();
    }

    private Answer post(Knock knock, Found found, Instant now) {
        var stub = found.stub();
        if (posts.full(stub.name(), now)) {
            return Pages.of(429, ReviewView.note("Too many tries. Please wait a minute."));
        }
        posts.count(stub.name(), now);
        if (knock.body().length > MOST_BODY) {
            return Pages.of(413, ReviewView.note("That is more than this page takes."));
        }
        if (!ownForm(knock)) {
            return Pages.of(
                    403,
                    ReviewView.note(
                            "This form was sent from another site." + " It changed nothing."));
        }
        var shown = stub.matter().key().flatMap(questions::find);
        if (shown.isPresent() && Disowning.meant(knock, shown.get(), stub)) {
            return disowned(knock, stub, now);
        }
        if (shown.isEmpty()
                || shown.get().settled().isPresent()
                || closed(shown.get(), stub, now).isPresent()) {
            return shown(knock, stub, CLOSED, shown.map(ReviewPage::late).orElse(404), now);
        }
        return posted(knock, stub, shown.get(), now);
    }

    /** Stops what can be stopped, and believes no mail in this name for a while. */
    private Answer disowned(Knock knock, Stub stub, Instant now) {
        var form = FormData.parse(knock.body());
        if (nonces.check(page(stub), form.one("nonce"), knock.remote(), now).isEmpty()) {
            return shown(knock, stub, STALE, 422, now);
        }
        var until = tickets.freeze(stub.address(), now);
        stub.matter().key().ifPresent(key -> holders.disowned(key, stub.address()));
        return Pages.of(200, ReviewView.note(Disowning.done(times(stub).at(until))));
    }

    private static int late(Shown shown) {
        return shown.settled().filter(how -> how.ending() == Ending.EXPIRED).isPresent()
                ? 410
                : 409;
    }

    private Answer posted(Knock knock, Stub stub, Shown shown, Instant now) {
        var form = FormData.parse(knock.body());
        var proof = nonces.check(page(stub), form.one("nonce"), knock.remote(), now);
        if (proof.isEmpty()) {
            return shown(knock, stub, STALE, 422, now);
        }
        return chosen(knock, stub, shown.card(), new Form(form, proof.get()));
    }

    /** What was filled in, and what the nonce says about how. */
    private record Form(FormData data, Map<String, String> proof) {}

    private Answer chosen(Knock knock, Stub stub, Card card, Form filled) {
        var now = clock.instant();
        var form = filled.data();
        var level = card.level();
        var frozen = tickets.frozen(stub.address(), now);
        if (frozen.isPresent()) {
            var why = Letters.frozen(frozen.get(), times(stub));
            return shown(knock, stub, why, 403, now);
        }
        if (level == Level.CRITICAL) {
            return shown(knock, stub, "A link cannot decide this one. Please sign in.", 403, now);
        }
        if (level == Level.HIGH && !tickets.codeFits(stub, form.one("code"))) {
            return shown(
                    knock,
                    stub,
                    "The code does not fit. It stands in the mail, not in the"
                            + " link. Nothing was changed.",
                    422,
                    now);
        }
        var choice = Choices.of(card, form);
        if (choice.isEmpty()) {
            return shown(knock, stub, "Please choose first. Nothing was changed.", 422, now);
        }
        return decided(knock, stub, choice.get(), evidence(stub, filled.proof(), form));
    }

    /** Whoever has the address now, as by a reply from it; if that is two people, it is nobody. */
    private Answer decided(Knock knock, Stub stub, Choice choice, Evidence evidence) {
        var now = clock.instant();
        var reply = questions.decide(new Chose(
                new DeliveryId(CHANNEL, evidence.delivery()),
                new Speaker(CHANNEL, stub.address(), Assurance.SIGNED, evidence.proof()),
                new Conversation(CHANNEL, stub.matter().place()),
                stub.matter().key().orElseThrow(),
                OptionalInt.of(stub.matter().version()),
                choice));
        if (reply.verdict() == Verdict.RECORDED) {
            tickets.used(stub, now);
            // Relative, so that no ticket stands in a header.
            return Pages.seeOther("?recorded");
        }
        return shown(knock, stub, reply.sentence(), HttpDoor.status(reply.verdict()), now);
    }

    /** What the audit keeps of a decision by link, and a name that is the same at a repeat. */
    private record Evidence(String delivery, Map<String, String> proof) {}

    private static Evidence evidence(Stub stub, Map<String, String> proof, FormData form) {
        var all = new HashMap<>(proof);
        var link = stub.hashes().get(Stub.Kind.LINK).substring(0, 12);
        all.put("door", "mail link");
        all.put("ticket", link);
        var nonce = Tickets.hash(form.one("nonce")).substring(0, 12);
        return new Evidence("link-" + link + "-" + nonce, all);
    }

    /** Browsers that send no referrer send the origin "null", also to the site itself. */
    private boolean ownForm(Knock knock) {
        var type = knock.header("content-type").orElse("");
        var site = knock.header("sec-fetch-site").orElse("same-origin");
        var origin = knock.header("origin").orElse("null");
        return type.startsWith("application/x-www-form-urlencoded")
                && (site.equals("same-origin") || site.equals("none"))
                && (origin.equals("null") || origin.equals(ownOrigin()));
    }

    private String ownOrigin() {
        var own = URI.create(baseUrl.get());
        return own.getScheme() + "://" + own.getAuthority();
    }

    private static String page(Stub stub) {
        return stub.name() + "|" + stub.matter().version();
    }
}
