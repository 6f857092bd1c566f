package dev.countersign.agent.tool.kubernetes.access;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.Optional;

/** Asks the cluster whether we might, where nothing can be tried: a command has no dry run. */
public final class Permission {
    private Permission() {}

    /** Says no in words for the model; a cluster that does not answer such questions allows. */
    public static void check(Api api, Right right) {
        if (!allowed(api, right)) {
            throw new ToolFailed("%s may not %s, so nobody was asked. Do not try it"
                            .formatted(api.identity(), right.words())
                    + " again; tell the user which permission is missing.");
        }
    }

    private static boolean allowed(Api api, Right right) {
        try {
            return Review.allows(api, Optional.empty(), right);
        } catch (ApiFailure failure) {
            if (failure.kind() == ApiFailure.Kind.REFUSED && failure.code() < 429) {
                return true;
            }
            throw failure;
        }
    }
}
