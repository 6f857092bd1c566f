package dev.countersign.agent.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Work goes on in threads of the system, and in as many others as are needed. */
@Timeout(30)
class HandsTest {
    private static final int MANY = 100;

    private final Hands hands = new Hands("act");

    @AfterEach
    void close() {
        hands.shutdownNow();
    }

    @Test
    void what_an_act_leads_to_goes_on_after_it_in_its_own_thread() throws Exception {
        var said = new ArrayList<String>();
        var threads = new CompletableFuture<List<Thread>>();
        hands.execute(() -> {
            var first = Thread.currentThread();
            hands.execute(() -> {
                said.add("second");
                threads.complete(List.of(first, Thread.currentThread()));
            });
            said.add("first");
        });
        assertThat(threads.get().getFirst()).isSameAs(threads.get().getLast());
        assertThat(said).containsExactly("first", "second");
    }

    @Test
    void an_act_that_leads_to_two_does_both_at_once() throws Exception {
        var both = new CountDownLatch(2);
        hands.execute(() -> {
            hands.execute(() -> meet(both));
            hands.execute(() -> meet(both));
        });
        both.await();
    }

    @Test
    void what_work_with_a_limit_leads_to_is_begun_while_it_goes_on() throws Exception {
        var begun = new CountDownLatch(1);
        var ended = new CompletableFuture<Ended<String>>();
        hands.execute(
                () -> new Limited<>(ended::complete, hands).work(Duration.ofMinutes(5), () -> {
                    hands.execute(begun::countDown);
                    begun.await();
                    return "done";
                }));
        assertThat(ended.get()).isEqualTo(new Ended.Gave<>("done"));
    }

    @Test
    void a_hundred_slow_acts_do_not_wait_for_each_other() throws Exception {
        var all = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            hands.execute(() -> meet(all));
        }
        all.await();
    }

    @Test
    void what_an_act_led_to_is_done_though_it_broke_off() throws Exception {
        var done = new CompletableFuture<Boolean>();
        hands.execute(() -> {
            hands.execute(() -> done.complete(true));
            throw new IllegalStateException("on purpose");
        });
        assertThat(done.get()).isTrue();
    }

    private static void meet(CountDownLatch latch) {
        latch.countDown();
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
