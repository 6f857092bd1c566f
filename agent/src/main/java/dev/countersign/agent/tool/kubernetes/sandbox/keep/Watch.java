package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One client that follows the changes; a client that does not keep up is dropped. */
public final class Watch implements AutoCloseable {
    private static final int MAX_WAITING = 20_000;

    private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>();
    private final Consumer<Watch> onClose;
    private volatile boolean open = true;

    Watch(List<Change> missed, Consumer<Watch> onClose) {
        waiting.addAll(missed);
        this.onClose = onClose;
    }

    void offer(Change change) {
        waiting.add(change);
        if (waiting.size() > MAX_WAITING) {
            close();
        }
    }

    public boolean isOpen() {
        return open;
    }

    /** The next change, or nothing when the time is over. */
    public Optional<Change> next(Duration limit) throws InterruptedException {
        return Optional.ofNullable(waiting.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        open = false;
        onClose.accept(this);
    }
}
