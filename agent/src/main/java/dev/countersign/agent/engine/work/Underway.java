package dev.countersign.agent.engine.work;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The runs that this process works on at this moment: their leases are kept, no others. */
public final class Underway {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<String, Integer> runs = new HashMap<>();

    public void begin(String run) {
        lock.lock();
        try {
            runs.merge(run, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    public void end(String run) {
        lock.lock();
        try {
            runs.computeIfPresent(run, (id, times) -> times > 1 ? times - 1 : null);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public Set<String> runs() {
        lock.lock();
        try {
            return Set.copyOf(runs.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is worked on; false when that took too long. */
    public boolean ends(Duration most) throws InterruptedException {
        lock.lock();
        try {
            var left = most.toNanos();
            while (!runs.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            return runs.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
