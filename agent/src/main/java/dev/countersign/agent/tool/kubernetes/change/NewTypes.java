package dev.countersign.agent.tool.kubernetes.change;

import dev.countersign.agent.tool.kubernetes.api.ApiFailure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A type that was defined a moment ago is not served at once. */
final class NewTypes {
    private static final int PAUSES = 5;

    private NewTypes() {}

    /** True, after a pause, where the object's type comes from the same manifest. */
    static boolean settling(Plan plan, Write write, ApiFailure failure, Duration atMost) {
        if (!failure.notFound() || !plan.planned().contains(write.ref().type())) {
            return false;
        }
        LockSupport.parkNanos(atMost.toNanos() / PAUSES);
        return true;
    }
}
