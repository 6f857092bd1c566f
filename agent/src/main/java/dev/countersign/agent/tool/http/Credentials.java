package dev.countersign.agent.tool.http;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.ToolDefinition.Authentication;
import dev.countersign.agent.catalog.ToolDefinition.Body;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The headers of a call; its secrets are read anew each time, and are nowhere else. */
record Credentials(Body.Api api, Function<SecretRef, String> secrets) {

    Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", "application/json, text/plain, */*");
        headers.put("User-Agent", "countersign");
        api.headers().forEach((name, setting) -> headers.put(name, setting.value(secrets)));
        api.authentication().ifPresent(way -> add(way, headers));
        return headers;
    }

    private void add(Authentication way, Map<String, String> headers) {
        switch (way) {
            case Authentication.Bearer bearer ->
                headers.put("Authorization", "Bearer " + secrets.apply(bearer.token()));
            case Authentication.Basic basic -> {
                var pair = basic.user() + ":" + secrets.apply(basic.password());
                headers.put(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            }
            case Authentication.ApiKey key -> headers.put(key.header(), secrets.apply(key.key()));
        }
    }

    @Override
    public String toString() {
        return "Credentials[\u2022\u2022\u2022]";
    }
}
