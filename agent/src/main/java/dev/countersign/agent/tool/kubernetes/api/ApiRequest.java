package dev.countersign.agent.tool.kubernetes.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to an API server; {@code call} says which tool call it belongs to and what cleared
 * that, for the audit log of the cluster.
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        String accept,
        String contentType,
        String body,
        String call) {
    public static final String JSON = "application/json";

    public ApiRequest {
        query = Map.copyOf(query);
    }

    public static ApiRequest get(String path) {
        return new ApiRequest("GET", path, Map.of(), JSON, "", "", "");
    }

    public ApiRequest with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(key, value);
        return new ApiRequest(method, path, more, accept, contentType, body, call);
    }

    public ApiRequest accepting(String media) {
        return new ApiRequest(method, path, query, media, contentType, body, call);
    }

    /** The same request in the name of a tool call. */
    public ApiRequest by(String trail) {
        return new ApiRequest(method, path, query, accept, contentType, body, trail);
    }
}
