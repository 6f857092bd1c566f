package dev.countersign.agent.tool.kubernetes;

import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ApiRequest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secrets of our own namespace in a cluster, read one value at a time. */
public final class ClusterSecrets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private final ClusterAccess access;

    public ClusterSecrets(ClusterAccess access) {
        this.access = access;
    }

    /** The value; empty where there is no such secret, or no such key in it. */
    public Optional<String> find(String name, String key) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        var path = "/api/v1/namespaces/" + access.namespace() + "/secrets/" + name;
        try {
            var value =
                    access.asItself().json(ApiRequest.get(path)).path("data").path(key);
            return value.isTextual() ? Optional.of(decoded(value.asText())) : Optional.empty();
        } catch (ApiFailure failure) {
            if (failure.notFound()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static String decoded(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8).strip();
    }
}
