package dev.countersign.agent.tool.kubernetes.change;

import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.ApiFailure;
import dev.countersign.agent.tool.kubernetes.api.ObjectRef;
import dev.countersign.agent.tool.kubernetes.show.Readiness;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Waits, never for long, for what a cluster does after a write. */
final class Settling {
    private static final int PAUSES = 5;
    private static final Duration LOOK = Duration.ofMillis(500);

    private Settling() {}

    /** True, after a pause, where the object's type comes from the same manifest. */
    static boolean ofType(Plan plan, Write write, ApiFailure failure, Duration atMost) {
        if (!failure.notFound() || !plan.planned().contains(write.ref().type())) {
            return false;
        }
        LockSupport.parkNanos(atMost.toNanos() / PAUSES);
        return true;
    }

    /** One line for each workload that was written: ready, or how far it is when time is over. */
    static List<String> ofWorkloads(Plan plan, Api api, Consumer<String> progress) {
        long end = System.nanoTime() + Duration.ofSeconds(plan.waits()).toNanos();
        return plan.writes().stream()
                .filter(w -> w.verb() != Verb.DELETE && Readiness.has(w.ref()))
                .map(write -> ofWorkload(write.ref(), api, end, plan.waits(), progress))
                .toList();
    }

    private static String ofWorkload(
            ObjectRef ref, Api api, long end, int seconds, Consumer<String> progress) {
        String told = "";
        try {
            while (true) {
                Readiness now = Readiness.of(ref, api.get(ref));
                if (now.ready()) {
                    return now.words();
                }
                if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
                    return now.words() + " This was looked at for " + seconds
                            + " s; look again with k8s_rollout status, or find out why with"
                            + " k8s_describe_resource.";
                }
                if (!now.words().equals(told)) {
                    told = now.words();
                    progress.accept(told);
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        } catch (ApiFailure failure) {
            return ref.words() + " was written, and could not be read since: "
                    + failure.getMessage();
        }
    }
}
