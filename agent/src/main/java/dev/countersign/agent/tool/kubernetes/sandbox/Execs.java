package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Objects;
import dev.countersign.agent.tool.kubernetes.sandbox.kind.Kinds;
import dev.countersign.agent.tool.kubernetes.sandbox.live.Shell;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;
import dev.countersign.agent.tool.kubernetes.sandbox.wire.Frames;
import dev.countersign.agent.tool.kubernetes.sandbox.wire.Front;
import dev.countersign.agent.tool.kubernetes.sandbox.wire.Head;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands in containers: who may, which container, and what it says. */
final class Execs implements Front.Talking {
    private final Objects objects;
    private final Kinds kinds;
    private final Faults faults;
    private final Access access;

    Execs(Objects objects, Kinds kinds, Faults faults) {
        this.objects = objects;
        this.kinds = kinds;
        this.faults = faults;
        access = new Access(faults);
    }

    @Override
    public Front.Work open(Head head) throws InterruptedException {
        String[] target = head.target().split("\\?", 2);
        Request request = request(head, target[0]);
        Route route = Route.of(target[0], kinds)
                .filter(r -> r.subresource().equals("exec"))
                .orElseThrow(Failures::noSuchPath);
        faults.strike(Access.ask(route, request));
        access.check(route, request);
        ObjectNode pod = objects.get(route.key())
                .orElseThrow(() -> Failures.notFound(route.kind().named(route.name())));
        String query = target.length > 1 ? target[1] : "";
        checkContainer(pod, values(query, "container"));
        List<String> command = values(query, "command");
        if (command.isEmpty()) {
            throw Failures.badRequest("you must specify at least 1 command for the container");
        }
        objects.write(false, Optional.of(route.to(route.name()).mark("exec")), draft -> true);
        return frames -> new Shell(pod, output(frames)).run(command);
    }

    /** A command is created, as access rules see it, however the socket is asked for. */
    private static Request request(Head head, String path) {
        Map<String, String> headers = new HashMap<>();
        head.headers().forEach((name, all) -> headers.put(name, all.getFirst()));
        return new Request(
                "POST",
                path,
                Map.of(),
                headers,
                Set.copyOf(head.headers().getOrDefault("impersonate-group", List.of())),
                new byte[0]);
    }

    private static void checkContainer(ObjectNode pod, List<String> wanted) {
        List<String> names = Meta.items(pod.path("spec").path("containers"))
                .map(it -> it.path("name").asText())
                .toList();
        if (!wanted.isEmpty() && !names.contains(wanted.getFirst())) {
            throw Failures.badRequest(
                    "container " + wanted.getFirst() + " is not valid for pod " + Meta.name(pod));
        }
    }

    private static List<String> values(String query, String name) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                .toList();
    }

    private static Shell.Output output(Frames frames) {
        return new Shell.Output() {
            @Override
            public void out(String text) throws IOException {
                frames.out(text);
            }

            @Override
            public void errors(String text) throws IOException {
                frames.errors(text);
            }
        };
    }
}
