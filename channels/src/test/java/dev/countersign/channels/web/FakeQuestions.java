package dev.countersign.channels.web;

import dev.countersign.channels.Card;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Questions in memory; what a decision answers is set by the test. */
final class FakeQuestions implements Questions {
    final Map<String, Shown> all = new ConcurrentSkipListMap<>();
    final List<Chose> chosen = new CopyOnWriteArrayList<>();
    volatile Reply reply = new Reply(Verdict.RECORDED, "Recorded: approved.");

    @Override
    public Optional<Shown> find(QuestionKey key) {
        return Optional.ofNullable(all.get(key.value()));
    }

    @Override
    public List<Shown> openFor(String person) {
        return all.values().stream()
                .filter(shown -> shown.settled().isEmpty())
                .filter(shown -> shown.card().deciders().people().contains(person))
                .toList();
    }

    @Override
    public Reply decide(Chose chose) {
        chosen.add(chose);
        return reply;
    }

    Shown ask(String key, Card card) {
        var shown = new Shown(
                new QuestionKey(key),
                1,
                "r_1",
                "hitl-agent",
                card,
                Instant.parse("2026-11-21T10:40:00Z"),
                Optional.of(Instant.parse("2026-11-22T10:40:00Z")),
                Optional.empty());
        all.put(key, shown);
        return shown;
    }

    void settle(String key, Settlement how) {
        all.computeIfPresent(
                key,
                (k, q) -> new Shown(
                        q.key(),
                        q.version(),
                        q.run(),
                        q.agent(),
                        q.card(),
                        q.opened(),
                        q.expires(),
                        Optional.of(how)));
    }
}
