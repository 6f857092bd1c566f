package dev.countersign.agent.catalog;

import java.util.function.Consumer;

/** The agents, models, policies, people and channels that are in force, and what is new. */
public interface Catalog extends AutoCloseable {
    Snapshot now();

    /** Called after every change, with what is in force from then on. */
    void onChange(Consumer<Snapshot> listener);

    /**
     * Applies documents that came by a door of ours; they never replace a document from a file.
     *
     * @return what was applied, and what was wrong
     */
    Applied apply(String yaml);

    @Override
    void close();
}
