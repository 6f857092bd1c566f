package dev.countersign.agent.engine;

import dev.countersign.agent.asking.Consequences;
import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.gate.Gatekeeper;
import dev.countersign.agent.gate.Gatekeeper.Chooser;
import dev.countersign.agent.run.Archive;
import dev.countersign.channels.Questions.Shown;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The open questions that wait for one person. */
record Waiting(Workshop workshop, Archive archive) {
    /** Enough for one inbox; who has more open questions decides these first. */
    private static final int LISTED = 500;

    /** So many are read at once; most people need no more. */
    private static final int PAGE = 100;

    /** Those that the person may decide now, the oldest first. */
    List<Shown> of(String person, Instant now) {
        return workshop.directory()
                .named(person)
                .map(known -> workshop.directory().chooser(known))
                .map(who -> open().filter(asked -> mayDecide(asked, who, now))
                        .limit(LISTED)
                        .map(Consequences::shown)
                        .toList()
                        .reversed())
                .orElse(List.of());
    }

    private static boolean mayDecide(Archive.Asked asked, Chooser who, Instant now) {
        var q = asked.question();
        return Gatekeeper.voice(q, asked.requester(), who, now).isPresent()
                && q.voteOf(who.name()).isEmpty();
    }

    /** Newest first, read page by page: those of others must not stand before one's own. */
    private Stream<Archive.Asked> open() {
        return Stream.iterate(
                        Optional.of(page(Optional.empty())),
                        Optional::isPresent,
                        page -> page.get().next().map(after -> page(Optional.of(after))))
                .flatMap(page -> page.get().items().stream());
    }

    private Archive.Page<Archive.Asked> page(Optional<String> after) {
        return archive.questions(true, after, PAGE);
    }
}
