package dev.countersign.agent.grant;

import java.time.Instant;
import java.util.List;

/** The grants that are given; made and used by steps that are committed, and nowhere else. */
public interface Grants {
    /** No grants at all. */
    Grants NONE = new Grants() {
        @Override
        public List<Held> alive(Instant now) {
            return List.of();
        }

        @Override
        public List<Held> aliveFor(String agent, String tool, Instant now) {
            return List.of();
        }

        @Override
        public boolean revoke(String id, String by, Instant now) {
            return false;
        }
    };

    /** Those that still hold, the latest first. */
    List<Held> alive(Instant now);

    /** Those of them that could hold for calls of one tool by one agent, the earliest first. */
    List<Held> aliveFor(String agent, String tool, Instant now);

    /** Ends a grant at once; false when there is none that holds. */
    boolean revoke(String id, String by, Instant now);

    /** A grant and how often it was used. */
    record Held(Grant grant, int uses) {
        public int left() {
            return grant.maxUses() - uses;
        }
    }
}
