package dev.countersign.agent.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Work with a limit is done here; what follows from work that was given up is done elsewhere. */
@Timeout(30)
class LimitedTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final BlockingQueue<Runnable> others = new LinkedBlockingQueue<>();
    private final List<Ended<String>> told = new ArrayList<>();

    private Limited<String> limited() {
        return new Limited<>(told::add, others::add);
    }

    @Test
    void work_and_what_follows_are_done_in_the_thread_that_brings_them() {
        var threads = new ArrayList<Thread>();
        var limited =
                new Limited<String>(ended -> threads.add(Thread.currentThread()), others::add);
        limited.work(LONG, () -> {
            threads.add(Thread.currentThread());
            return "done";
        });
        assertThat(threads).hasSize(2).containsOnly(Thread.currentThread());
        assertThat(others).isEmpty();
    }

    @Test
    void what_the_work_gives_is_told_and_so_is_its_failure_even_an_error() {
        limited().work(LONG, () -> "done");
        var broken = new NoClassDefFoundError("gone");
        limited().work(LONG, () -> {
            throw broken;
        });
        limited().work(LONG, () -> {
            throw new InterruptedException();
        });
        assertThat(told)
                .containsExactly(
                        new Ended.Gave<>("done"),
                        new Ended.Failed<>(broken),
                        new Ended.Stopped<>());
    }

    @Test
    void work_that_takes_too_long_is_interrupted_and_only_once_told_to_be_given_up()
            throws Exception {
        var never = new CountDownLatch(1);
        limited().work(SHORT, () -> {
            never.await();
            return "never";
        });
        assertThat(told).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        others.take().run();
        assertThat(told).containsExactly(new Ended.GivenUp<>());
        assertThat(others).isEmpty();
    }

    @Test
    void work_that_hears_no_interrupt_holds_up_nothing_that_follows() throws Exception {
        var followed = new CountDownLatch(1);
        var limited = new Limited<String>(
                ended -> {
                    told.add(ended);
                    followed.countDown();
                },
                act -> Thread.ofVirtual().start(act));
        limited.work(SHORT, () -> {
            // It goes on until what follows from its being given up has been done.
            boolean over = false;
            while (!over) {
                try {
                    over = followed.await(1, TimeUnit.SECONDS);
                } catch (InterruptedException deaf) {
                    over = false;
                }
            }
            return "too late";
        });
        assertThat(told).containsExactly(new Ended.GivenUp<>());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
