package dev.countersign.channels.web.live;

import dev.countersign.channels.web.desk.Desk;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one live page; many pokes between two looks are one. */
public final class Pulse implements Desk.Listener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition poked = lock.newCondition();
    private boolean moved;
    private boolean spoke;
    private boolean ended;
    private String words = "";

    /** What has happened since the last look. */
    public record Beat(boolean moved, boolean spoke, String words, boolean ended) {}

    @Override
    public void moved() {
        set(() -> {
            moved = true;
            words = "";
        });
    }

    @Override
    public void speaking(String soFar) {
        set(() -> {
            spoke = true;
            words = soFar;
        });
    }

    void end() {
        set(() -> ended = true);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            poked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to happen, at most this long. */
    Beat await(Duration most) throws InterruptedException {
        lock.lock();
        try {
            var left = most.toNanos();
            while (!moved && !spoke && !ended && left > 0) {
                left = poked.awaitNanos(left);
            }
            var beat = new Beat(moved, spoke || moved, words, ended);
            moved = false;
            spoke = false;
            return beat;
        } finally {
            lock.unlock();
        }
    }

    /** Lets pokes gather for a moment; an end cuts it short. */
    void gather(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            var left = pause.toNanos();
            while (!ended && left > 0) {
                left = poked.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
