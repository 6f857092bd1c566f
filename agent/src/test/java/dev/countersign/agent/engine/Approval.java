package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.Entry;

import java.util.List;
import java.util.Optional;

/** Follows one call on its record: each start has a yes of its own, for the very bytes that ran. */
final class Approval {
    private final List<Happening> happened;
    private Optional<Entry> yes = Optional.empty();
    private boolean lost;

    Approval(List<Happening> happened) {
        this.happened = happened;
    }

    void holds(List<Entry> record) {
        record.forEach(this::next);
    }

    private void next(Entry entry) {
        switch (entry.kind()) {
            // Whatever was said before, it was said about something else.
            case ASKED, MOVED, EDITED, EXPIRED -> yes = Optional.empty();
            case LOST -> lost = true;
            case DECIDED, CLEARED -> yes = Optional.of(entry);
            case STARTED -> started(entry);
            default -> assertThat(entry.kind()).isNotNull();
        }
    }

    private void started(Entry start) {
        assertThat(yes).as("the yes to a start").isPresent();
        var said = yes.get().details();
        if (!start.details().get("attempt").equals("1")) {
            assertThat(lost).isTrue();
            assertThat(said).containsEntry("ending", "ANSWERED");
            happened.add(Happening.RUN_AGAIN);
        } else if (yes.get().kind() == Entry.Kind.DECIDED) {
            assertThat(said)
                    .containsEntry("ending", "APPROVED")
                    .containsEntry("digest", start.details().get("digest"));
        } else {
            assertThat(said).containsKey("grant");
        }
        lost = false;
        yes = Optional.empty();
    }
}
