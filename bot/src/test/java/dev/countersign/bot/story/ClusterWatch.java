package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Tally;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Watches the cluster: what was done to it, and how often, since somebody last looked away. */
public final class ClusterWatch {
    private final Supplier<Tally> tally;

    ClusterWatch(Supplier<Tally> tally) {
        this.tally = tally;
    }

    /** Writes in order, as in {@code delete ConfigMap default/test-config}. */
    public List<String> changes() {
        var changes = new ArrayList<String>();
        for (var line : tally.get().lines()) {
            for (int i = 0; i < line.changed(); i++) {
                changes.add(line.mark().toString());
            }
        }
        return changes;
    }

    /** How often something about this object was changed, as in {@code default/test-config}. */
    public long changes(String object) {
        return changes().stream()
                .filter(change -> change.endsWith(" " + object))
                .count();
    }

    public void changedOnce(String object) {
        assertThat(changes(object))
                .as("changes of " + object + " in " + changes())
                .isOne();
    }

    public void changedTimes(String object, int times) {
        assertThat(changes(object))
                .as("changes of " + object + " in " + changes())
                .isEqualTo(times);
    }

    public void neverChanged(String object) {
        assertThat(changes(object))
                .as("changes of " + object + " in " + changes())
                .isZero();
    }
}
