package dev.countersign.bot.http;

import dev.countersign.channels.Inbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives every choice the verdict it was told to give. */
final class FakeQuestions implements Questions {

    final List<Inbound.Chose> chosen = new CopyOnWriteArrayList<>();
    Verdict verdict = Verdict.RECORDED;
    List<Shown> inbox = List.of();

    @Override
    public Optional<Shown> find(QuestionKey key) {
        return Optional.empty();
    }

    @Override
    public List<Shown> openFor(String person) {
        return person.equals("dana") ? inbox : List.of();
    }

    @Override
    public Reply decide(Inbound.Chose chose) {
        chosen.add(chose);
        return new Reply(verdict, "This was " + verdict + ".");
    }
}
