package dev.countersign.agent.tool.kubernetes;

import dev.countersign.agent.tool.kubernetes.api.ApiAnswer;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure.Kind;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

/** Says of a request that failed whether it can have reached the API server. */
final class Broken {
    private static final int DEPTH = 10;

    private Broken() {}

    static ApiFailure slow(KubernetesClient client, Duration patience) {
        return ApiFailure.broken(
                Kind.BROKEN,
                "The API server " + client.getMasterUrl() + " did not answer within "
                        + (patience.toSeconds() > 0
                                ? patience.toSeconds() + " s."
                                : patience.toMillis() + " ms."));
    }

    static ApiFailure by(KubernetesClient client, Throwable cause) {
        Throwable at = cause;
        for (int i = 0; i < DEPTH && at != null; i++, at = at.getCause()) {
            if (at instanceof ApiFailure known) {
                return known;
            }
            if (at instanceof WebSocketHandshakeException refused
                    && refused.getResponse() != null) {
                int code = refused.getResponse().code();
                return ApiFailure.refused(new ApiAnswer(code, new byte[0], false, List.of()));
            }
            if (neverSent(at)) {
                return ApiFailure.broken(
                        Kind.NOT_SENT,
                        "The API server " + client.getMasterUrl() + " cannot be reached ("
                                + reason(at) + ").");
            }
        }
        return ApiFailure.broken(
                Kind.BROKEN,
                "The connection to the API server " + client.getMasterUrl() + " broke ("
                        + reason(cause) + ").");
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException;
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException e -> "no connection in time";
            case ConnectException e -> "connection refused";
            case UnknownHostException e -> "unknown host";
            case UnresolvedAddressException e -> "unknown host";
            case SSLHandshakeException e -> "its certificate is not trusted";
            case null -> "no reason given";
            default -> cause.getMessage() == null ? "closed" : cause.getMessage();
        };
    }
}
