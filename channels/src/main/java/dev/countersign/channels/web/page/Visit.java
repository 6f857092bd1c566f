package dev.countersign.channels.web.page;

import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Shown;

import java.util.List;

/**
 * Who looks at a page: what their forms must carry, what waits for them, and what is said at the
 * top of every page.
 */
public record Visit(String person, String csrf, List<Shown> open, String notice, String assets) {
    public Visit {
        open = List.copyOf(open);
    }

    /** Somebody who has not signed in. */
    public static Visit stranger(String csrf, String notice, String assets) {
        return new Visit("", csrf, List.of(), notice, assets);
    }

    boolean signedIn() {
        return !person.isEmpty();
    }

    boolean mayDecide(QuestionKey key) {
        return open.stream().anyMatch(shown -> shown.key().equals(key));
    }
}
