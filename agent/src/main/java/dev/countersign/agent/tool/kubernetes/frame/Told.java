package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;

import java.util.List;

/** What a failed request means, in words that tell the model what to do next. */
public final class Told {
    private static final int CAUSES = 20;

    private Told() {}

    /** {@code what} names the object or list; {@code api} says as whom we asked. */
    public static String of(ApiFailure failure, String what, Api api) {
        return switch (failure.kind()) {
            case REFUSED -> what + ": " + refused(failure, api);
            case NOT_SENT ->
                what + ": " + failure.getMessage()
                        + " Nothing was sent. Say so to the user and try again later.";
            case BROKEN ->
                what + ": " + failure.getMessage() + " Try again, or narrow what is asked for.";
            case UNREADABLE ->
                what + ": " + failure.getMessage() + " Narrow it by namespace or name.";
        };
    }

    private static String refused(ApiFailure failure, Api api) {
        String message = sentence(failure.getMessage());
        return switch (failure.code()) {
            case 404 -> message + " Check type, name and namespace with k8s_get_resources.";
            case 401 ->
                message + " The cluster does not accept " + api.identity()
                        + ". An administrator must renew its access.";
            case 403 ->
                message + " " + api.identity() + " may not do this on this cluster. "
                        + "Do not try it again; tell the user which permission is missing.";
            case 409 -> conflict(failure, message);
            case 400, 422 ->
                message + causes(failure.invalid()) + " Correct the named fields and call again.";
            case 415 -> message + " Use patch_type merge for this resource.";
            case 429 -> message + " The API server is busy. Wait a little and try again.";
            default ->
                message
                        + (failure.code() >= 500
                                ? " The API server has a problem (" + failure.code()
                                        + "). Try again later."
                                : "");
        };
    }

    private static String conflict(ApiFailure failure, String message) {
        if (!failure.conflicts().isEmpty()) {
            return message + causes(failure.conflicts())
                    + " These fields belong to that other manager. Leave them out of the manifest,"
                    + " or change them on purpose with k8s_patch_resource.";
        }
        return failure.reason().equals("AlreadyExists")
                ? message + " Use k8s_apply_manifest or k8s_patch_resource to change it."
                : message + " Read it again and repeat the change on what it is now.";
    }

    private static String causes(List<String> causes) {
        if (causes.isEmpty()) {
            return "";
        }
        String left = causes.size() > CAUSES ? " and " + (causes.size() - CAUSES) + " more" : "";
        return " [" + String.join("; ", causes.subList(0, Math.min(CAUSES, causes.size()))) + left
                + "]";
    }

    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("]") ? text : text + ".";
    }
}
