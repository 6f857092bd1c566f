package dev.countersign.agent.tool.mcp;

import java.time.Duration;

/** How often a server is looked at, and how long to wait before it is tried again. */
record Pace(Duration look, Duration patience, Duration firstWait, Duration longestWait) {
    static final Pace USUAL = new Pace(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1));

    Duration after(Duration wait) {
        var doubled = wait.multipliedBy(2);
        return doubled.compareTo(longestWait) > 0 ? longestWait : doubled;
    }
}
