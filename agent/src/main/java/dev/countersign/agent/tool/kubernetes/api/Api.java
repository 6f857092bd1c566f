package dev.countersign.agent.tool.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;

/** The API server as one identity sees it. Used by many threads at once. */
public final class Api {
    /** Whose fields we write in server-side apply. */
    public static final String FIELD_MANAGER = "countersign";

    /** Largest object or page that is read into memory. */
    public static final int MAX_BODY = 24_000_000;

    /** Objects on one page of a list. */
    public static final int PAGE = 500;

    private final Wire wire;
    private final ResourceTypes types;
    private final String identity;

    public Api(Wire wire, ResourceTypes types, String identity) {
        this.wire = wire;
        this.types = types;
        this.identity = identity;
    }

    /** Carries one request; throws {@link ApiFailure} for everything but an answer. */
    public interface Wire {
        ApiAnswer send(ApiRequest request, int maxBytes);

        Exec.Result run(Exec exec);
    }

    public Exec.Result run(Exec exec) {
        return wire.run(exec);
    }

    /** Who we are to the API server, in words. */
    public String identity() {
        return identity;
    }

    public ResourceTypes types() {
        return types;
    }

    public ApiAnswer send(ApiRequest request, int maxBytes) {
        ApiAnswer answer = wire.send(request, maxBytes);
        if (answer.code() / 100 != 2) {
            throw ApiFailure.refused(answer);
        }
        return answer;
    }

    /** One JSON object; too large is a failure, never a half object. */
    public ObjectNode json(ApiRequest request) {
        ApiAnswer answer = send(request, MAX_BODY);
        if (answer.cut()) {
            throw ApiFailure.broken(
                    ApiFailure.Kind.UNREADABLE,
                    "The API server's answer is larger than " + MAX_BODY + " bytes.");
        }
        return answer.json();
    }

    public ObjectNode get(ObjectRef ref) {
        return json(ApiRequest.get(ref.path()));
    }

    /** The object, or nothing where there is none; every other refusal is thrown. */
    public Optional<ObjectNode> find(ObjectRef ref) {
        try {
            return Optional.of(get(ref));
        } catch (ApiFailure failure) {
            if (failure.notFound()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** One page of objects; {@code namespace} empty means all of them. */
    public ObjectNode list(ResourceType type, String namespace, Map<String, String> query) {
        ApiRequest request =
                ApiRequest.get(type.collection(namespace)).with("limit", String.valueOf(PAGE));
        for (var entry : query.entrySet()) {
            request = request.with(entry.getKey(), entry.getValue());
        }
        return json(request);
    }

    /** One page of objects of a type; empty where this identity may not read them. */
    public Iterable<JsonNode> itemsIfAllowed(
            String type, String namespace, Map<String, String> query) {
        try {
            return list(types.find(type), namespace, query).path("items");
        } catch (ApiFailure | ResourceTypes.NoSuchType notForUs) {
            return java.util.List.of();
        }
    }
}
