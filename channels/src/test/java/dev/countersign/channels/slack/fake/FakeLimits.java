package dev.countersign.channels.slack.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Slack's limits by method and minute, on the clock of the stand-in. */
final class FakeLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int HUNDREDS = 300;
    private static final Map<String, Integer> A_MINUTE = Map.ofEntries(
            Map.entry("chat.update", 50),
            Map.entry("chat.delete", 50),
            Map.entry("conversations.replies", 50),
            Map.entry("conversations.history", 50),
            Map.entry("reactions.add", 50),
            Map.entry("usergroups.users.list", 20),
            Map.entry("usergroups.list", 20),
            Map.entry("chat.postEphemeral", 100),
            Map.entry("views.open", 100),
            Map.entry("views.publish", 100),
            Map.entry("users.info", 100));

    private final Map<String, Deque<Instant>> calls = new HashMap<>();

    /** Whether one more call is too many now; if it is not, it counts. */
    synchronized boolean refuses(String method, Instant now) {
        var minute = calls.computeIfAbsent(method, m -> new ArrayDeque<>());
        while (!minute.isEmpty() && !minute.peek().plus(MINUTE).isAfter(now)) {
            minute.poll();
        }
        if (minute.size() >= A_MINUTE.getOrDefault(method, HUNDREDS)) {
            return true;
        }
        minute.add(now);
        return false;
    }
}
