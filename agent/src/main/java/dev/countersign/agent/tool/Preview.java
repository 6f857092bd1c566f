package dev.countersign.agent.tool;

import dev.countersign.channels.Card.Change;
import dev.countersign.channels.Card.Fact;

import java.util.List;

/** What a call would do. */
public sealed interface Preview {
    /**
     * It would work. {@code basis} is what the tool needs to see later whether the target moved,
     * and {@code target} names the cluster and identity it works with.
     */
    record Shows(
            String title,
            List<Fact> facts,
            List<Change> changes,
            String diff,
            List<String> warnings,
            String basis)
            implements Preview {
        public Shows {
            facts = List.copyOf(facts);
            changes = List.copyOf(changes);
            warnings = List.copyOf(warnings);
        }
    }

    /** It would fail for certain; the model is told why and nobody is asked. */
    record Fails(String text) implements Preview {}
}
