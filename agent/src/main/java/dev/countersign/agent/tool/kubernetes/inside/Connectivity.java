package dev.countersign.agent.tool.kubernetes.inside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;
import dev.countersign.agent.tool.kubernetes.api.Bounded;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.frame.Args;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who stands behind a service, and what it says when it is asked. */
final class Connectivity {
    private static final int MAX_PORTS = 5;
    private static final int MAX_ANSWER = 2_000;
    private static final int NAMED = 5;

    private Connectivity() {}

    static ObjectRef service(Args args, Api api) {
        return new ObjectRef(
                api.types().find("v1", "Service"),
                args.name("namespace"),
                args.name("service_name"));
    }

    static Stream<JsonNode> ports(ObjectNode service) {
        return service.path("spec")
                .path("ports")
                .valueStream()
                .map(p -> p.path("port"))
                .limit(MAX_PORTS);
    }

    static String told(Args args, Api api) {
        ObjectRef ref = service(args, api);
        ObjectNode service = api.get(ref);
        List<String> lines = new ArrayList<>();
        lines.add(behind(ref, api));
        ports(service).forEach(port -> lines.add(asked(ref, port.asText(), api)));
        if (lines.size() == 1) {
            lines.add(ref.words() + " has no ports, so there is nobody to ask.");
        }
        return String.join("\n", lines);
    }

    private static String behind(ObjectRef ref, Api api) {
        var type = api.types().find("v1", "Endpoints");
        JsonNode endpoints = api.find(new ObjectRef(type, ref.namespace(), ref.name()))
                .<JsonNode>map(found -> found)
                .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
        List<String> ready = addresses(endpoints, "addresses");
        List<String> waiting = addresses(endpoints, "notReadyAddresses");
        String words = ref.words() + " has " + ready.size() + " ready "
                + (ready.size() == 1 ? "address" : "addresses") + listed(ready);
        return waiting.isEmpty()
                ? words + "."
                : words + " and " + waiting.size() + " that are not ready" + listed(waiting) + ".";
    }

    private static List<String> addresses(JsonNode endpoints, String which) {
        return endpoints
                .path("subsets")
                .valueStream()
                .flatMap(subset -> subset.path(which).valueStream())
                .map(a -> a.path("targetRef").path("name").asText(a.path("ip").asText()))
                .toList();
    }

    private static String listed(List<String> names) {
        int more = names.size() - NAMED;
        return names.isEmpty()
                ? ""
                : " (" + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                        + (more > 0 ? " and " + more + " more" : "") + ")";
    }

    /** The API server asks for us, and says whether the service is away or only answers badly. */
    private static String asked(ObjectRef ref, String port, Api api) {
        String address =
                ref.type().collection(ref.namespace()) + "/" + ref.name() + ":" + port + "/proxy/";
        String said = "Port " + port + ": ";
        try {
            int code = api.send(ApiRequest.get(address).accepting("*/*"), MAX_ANSWER)
                    .code();
            return said + "answers HTTP " + code + ".";
        } catch (ApiFailure failure) {
            return switch (failure.kind()) {
                case REFUSED -> said + refused(failure);
                case BROKEN, UNREADABLE -> said + "no answer. " + failure.getMessage();
                case NOT_SENT -> throw failure;
            };
        }
    }

    private static String refused(ApiFailure failure) {
        String message = Bounded.line(failure.getMessage());
        if (failure.code() == 403) {
            return "not asked, the cluster does not let us: " + message;
        }
        if (failure.code() == 503 || failure.code() == 502 || failure.code() == 504) {
            return "cannot be reached, or does not speak HTTP: " + message;
        }
        return "answers HTTP " + failure.code() + " (" + message + ").";
    }
}
