package dev.countersign.agent.tool.kubernetes.change;

import dev.countersign.agent.tool.kubernetes.api.ApiFailure;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A request that is under way while others are sent, so that all cost one round trip. */
final class Together<T> {
    private final FutureTask<T> task;

    private Together(Callable<T> work) {
        this.task = new FutureTask<>(work);
    }

    static <T> Together<T> start(Callable<T> work) {
        var together = new Together<>(work);
        Thread.ofVirtual().name("look").start(together.task);
        return together;
    }

    /** The answer, or the failure that came instead of it. */
    T get() {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("a look failed", failed.getCause());
        } catch (InterruptedException stopped) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw ApiFailure.broken(ApiFailure.Kind.BROKEN, "It was stopped while it looked.");
        }
    }
}
