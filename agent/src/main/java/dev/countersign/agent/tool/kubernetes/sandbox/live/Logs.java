package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The log of a pod: always the same lines for the same pod. */
public final class Logs {
    /** A pod with this annotation has so many lines. */
    static final String LINES = "sandbox.countersign.dev/log-lines";

    private static final int USUAL = 20;
    private static final int MAX_LINES = 2_000_000;
    private static final List<String> CRASH = List.of(
            "starting",
            "connecting to postgres at payments-db:5432",
            "ERROR connection refused: payments-db:5432",
            "ERROR could not start: no database; giving up",
            "exit code 1");

    private final ObjectNode pod;
    private final Map<String, String> asked;
    private final Instant start;

    public Logs(ObjectNode pod, Map<String, String> asked, InstantSource clock) {
        this.pod = pod;
        this.asked = asked;
        String created = Meta.text(pod, "creationTimestamp");
        start = created.isEmpty() ? clock.instant() : Instant.parse(created);
    }

    /** Line by line, as far as it was asked for. */
    public Stream<String> pieces() {
        String container = container();
        boolean crashes = pod.path("metadata").path("annotations").has(Pods.CRASHES);
        boolean previous = "true".equals(asked.get("previous"));
        if (previous && !crashes) {
            throw Failures.badRequest("previous terminated container \""
                    + container
                    + "\" in pod \""
                    + Meta.name(pod)
                    + "\" not found");
        }
        int all = crashes ? CRASH.size() : count();
        int tail = Math.min(all, number("tailLines", all));
        Stream<String> lines =
                IntStream.range(all - tail, all).mapToObj(i -> line(container, crashes, i));
        return limited(lines, number("limitBytes", Integer.MAX_VALUE));
    }

    private int count() {
        int lines = pod.path("metadata").path("annotations").path(LINES).asInt(USUAL);
        return Math.min(MAX_LINES, lines);
    }

    private int number(String name, int otherwise) {
        String text = asked.getOrDefault(name, "");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    private String container() {
        List<String> names = Meta.items(pod.path("spec").path("containers"))
                .map(it -> it.path("name").asText())
                .toList();
        String wanted = asked.getOrDefault("container", "");
        if (wanted.isEmpty() && names.size() > 1) {
            throw Failures.badRequest("a container name must be specified for pod "
                    + Meta.name(pod)
                    + ", choose one of: ["
                    + String.join(" ", names)
                    + "]");
        }
        if (!wanted.isEmpty() && !names.contains(wanted)) {
            throw Failures.badRequest(
                    "container " + wanted + " is not valid for pod " + Meta.name(pod));
        }
        return wanted.isEmpty() ? names.getFirst() : wanted;
    }

    private String line(String container, boolean crashes, int index) {
        String stamp = "true".equals(asked.get("timestamps")) ? start.plusSeconds(index) + " " : "";
        String text = crashes ? CRASH.get(index) : usual(container, index);
        return stamp + text + "\n";
    }

    private String usual(String container, int index) {
        JsonNode name = pod.path("metadata").path("name");
        int millis = Names.number(name.asText() + index, 90) + 3;
        return container + " GET /item/" + index + " 200 " + millis + "ms";
    }

    private static Stream<String> limited(Stream<String> lines, int bytes) {
        AtomicLong left = new AtomicLong(bytes);
        return lines.takeWhile(any -> left.get() > 0).map(line -> {
            long room = left.getAndAdd(-line.length());
            return room < line.length() ? line.substring(0, (int) room) : line;
        });
    }
}
