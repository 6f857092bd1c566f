package dev.countersign.agent.tool.kubernetes.api;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** One command in one container, and how much time and output it gets. */
public record Exec(
        ObjectRef pod,
        String container,
        List<String> command,
        Duration limit,
        int maxBytes,
        String call) {
    public Exec {
        command = List.copyOf(command);
    }

    /** What it wrote, and its exit code where it ended in time. */
    public record Result(String out, String errors, OptionalInt exit, boolean cut) {}

    /** Path and query; every word of the command is a parameter of its own. */
    public String address() {
        String words = command.stream()
                .map(word -> "command=" + Paths.encoded(word))
                .collect(Collectors.joining("&"));
        return pod.path() + "/exec?container=" + Paths.encoded(container)
                + "&stdout=true&stderr=true&" + words;
    }
}
