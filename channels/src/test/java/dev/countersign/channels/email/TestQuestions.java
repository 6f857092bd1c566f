package dev.countersign.channels.email;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Prompt;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Questions in memory; the first decision wins, and the next is told who and when. */
final class TestQuestions implements Questions {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final Instant END = Instant.parse("2026-11-22T10:00:00Z");

    private final Map<QuestionKey, Shown> shown = new ConcurrentHashMap<>();
    final List<Chose> decided = new ArrayList<>();

    static Card card(Kind kind, Level level) {
        return new Card(
                kind,
                "Delete ConfigMap test-config",
                level,
                List.of(new Fact("Cluster", "sandbox"), new Fact("Requested by", "ana")),
                new Work(
                        "k8s_delete",
                        "{\"name\":\"test-config\"}",
                        "9c1e0d77aabb",
                        List.of(),
                        "-x"),
                "I think <b>this</b> is fine",
                List.of(),
                new Deciders(List.of("dana"), List.of(), false, 1, 0),
                kind == Kind.ASK
                        ? List.of(new Prompt("Which colour?", List.of("red", "blue"), false))
                        : List.of(),
                List.of());
    }

    static Card handedOut(Choice.Result... results) {
        var card = card(Kind.EXTERNAL, Level.NORMAL);
        return new Card(
                card.kind(),
                card.title(),
                card.level(),
                card.facts(),
                card.work(),
                card.quote(),
                card.warnings(),
                card.deciders(),
                card.prompts(),
                List.of(Card.outcomes(results)));
    }

    Ask ask(String key, Kind kind, Level level) {
        return ask(key, 1, card(kind, level));
    }

    Ask ask(String key, int version, Card card) {
        var name = new QuestionKey(key);
        shown.put(
                name,
                new Shown(
                        name,
                        version,
                        "r_1",
                        "ops",
                        card,
                        NOW,
                        Optional.of(END),
                        Optional.empty()));
        return new Ask(
                new Conversation("email", "dana@example.com"),
                name,
                version,
                card,
                Optional.of(END),
                Optional.of("dana"),
                Occasion.FIRST);
    }

    void settle(String key, Settlement how) {
        shown.computeIfPresent(
                new QuestionKey(key),
                (k, s) -> new Shown(
                        k,
                        s.version(),
                        s.run(),
                        s.agent(),
                        s.card(),
                        s.opened(),
                        s.expires(),
                        Optional.of(how)));
    }

    @Override
    public Optional<Shown> find(QuestionKey key) {
        return Optional.ofNullable(shown.get(key));
    }

    @Override
    public List<Shown> openFor(String person) {
        return List.copyOf(shown.values());
    }

    @Override
    public synchronized Reply decide(Chose chose) {
        var now = shown.get(chose.key());
        if (now.settled().isPresent()) {
            return new Reply(Verdict.ALREADY_DECIDED, "Already approved by li.");
        }
        decided.add(chose);
        var ending = chose.choice() instanceof Choice.Reject ? Ending.REJECTED : Ending.APPROVED;
        settle(
                chose.key().value(),
                new Settlement(
                        ending,
                        Optional.of(chose.speaker().account()),
                        "email",
                        NOW,
                        Optional.empty(),
                        Optional.empty()));
        return new Reply(Verdict.RECORDED, "Recorded.");
    }
}
