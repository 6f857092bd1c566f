package dev.countersign.agent.tool.kubernetes.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.keep.Objects;
import dev.countersign.agent.tool.kubernetes.sandbox.keep.Tally;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;

/** The pages that no real cluster has: what was done to it, and what shall go wrong. */
final class Control {
    private final Objects objects;
    private final Faults faults;

    Control(Objects objects, Faults faults) {
        this.objects = objects;
        this.faults = faults;
    }

    Answer at(Request request) {
        String what = request.method() + " " + request.path();
        return switch (what) {
            case "GET /sandbox/tally" -> Answer.ok(tally());
            case "GET /sandbox/faults" -> Answer.ok(faults());
            case "POST /sandbox/faults" -> Answer.made(add(request));
            case "DELETE /sandbox/faults" -> {
                faults.clear();
                yield Answer.ok(faults());
            }
            default -> throw Failures.noSuchPath();
        };
    }

    private ObjectNode tally() {
        Tally tally = objects.tally();
        ObjectNode answer = Json.object().put("changed", tally.changed());
        answer.put("forgotten", tally.forgotten());
        ArrayNode items = answer.putArray("items");
        for (Tally.Line line : tally.lines()) {
            items.addObject()
                    .put("verb", line.mark().verb())
                    .put("kind", line.mark().kind())
                    .put("namespace", line.mark().namespace())
                    .put("name", line.mark().name())
                    .put("changed", line.changed())
                    .put("unchanged", line.unchanged())
                    .put("dry", line.dry());
        }
        return answer;
    }

    private ObjectNode faults() {
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        faults.active().forEach(it -> items.add(it.written()));
        return answer;
    }

    private ObjectNode add(Request request) {
        ObjectNode sent = request.object();
        if (sent.path("act").asText().equals("drop-watches")) {
            return Json.object().put("dropped", objects.dropWatches());
        }
        try {
            faults.add(Fault.read(sent));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Failures.badRequest(e.getMessage());
        }
        return faults();
    }
}
