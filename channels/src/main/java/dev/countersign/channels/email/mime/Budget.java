package dev.countersign.channels.email.mime;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the reading of one mail may cost. Its own processor time is what counts, for on a busy host
 * an innocent mail may wait long; the wall clock is the net below that.
 */
record Budget(Duration processor, Duration wall) {
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Works in a thread of its own, so that no mail can hold up those behind it. */
    <T> T spend(Callable<T> work) throws BadMail {
        var task = new FutureTask<>(work);
        var thread = Thread.ofPlatform().daemon().name("mail-parser").start(task);
        try {
            return await(task, thread);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadMail("interrupted while reading the mail", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BadMail bad) {
                throw bad;
            }
            throw new BadMail("the mail cannot be read", e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    private <T> T await(FutureTask<T> task, Thread thread)
            throws BadMail, InterruptedException, ExecutionException {
        var threads = ManagementFactory.getThreadMXBean();
        long begun = System.nanoTime();
        while (true) {
            try {
                return task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (threads.getThreadCpuTime(thread.threadId()) > processor.toNanos()) {
                    throw new BadMail("the mail cost over " + processor + " of work to read", e);
                }
                if (System.nanoTime() - begun > wall.toNanos()) {
                    throw new BadMail("the mail took over " + wall + " to read", e);
                }
            }
        }
    }
}
