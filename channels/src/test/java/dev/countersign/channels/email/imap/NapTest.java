package dev.countersign.channels.email.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Nobody sleeps through news, at whatever moment it comes. */
@Timeout(30)
class NapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(2);
    private static final ServerSetup IMAP = new ServerSetup(0, "127.0.0.1", "imap");

    private final GreenMail server = new GreenMail(IMAP);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Nap nap = new Nap(closed);
    private final AtomicReference<MessagingException> failure = new AtomicReference<>();
    private IMAPFolder inbox;

    @BeforeEach
    void opens() throws MessagingException {
        server.withConfiguration(
                new GreenMailConfiguration().withUser("bot@example.com", "bot", "s"));
        server.start();
        var store = server.getImap().createStore();
        store.connect("bot", "s");
        inbox = (IMAPFolder) store.getFolder("INBOX");
        inbox.addMessageCountListener(nap);
        inbox.open(Folder.READ_WRITE);
    }

    @AfterEach
    void closes() {
        closed.countDown();
        server.stop();
    }

    @Test
    void news_that_another_thread_reads_just_before_idle_begins_is_not_slept_through()
            throws Exception {
        Thread sleeper;
        synchronized (inbox) {
            sleeper = Thread.ofPlatform().start(this::naps);
            while (sleeper.getState() != Thread.State.BLOCKED) {
                LockSupport.parkNanos(MOMENT.toNanos());
            }
            var mail = GreenMailUtil.createTextEmail("bot@example.com", "a@b.c", "s", "w", IMAP);
            server.getUserManager().getUser("bot").deliver(mail);
            Drain.noop(inbox);
            assertThat(inbox.getMessageCount()).isEqualTo(1);
        }

        assertThat(sleeper.join(PATIENCE)).as("the reader is awake").isTrue();
        assertThat(failure).hasNullValue();
    }

    @Test
    void news_from_before_lets_nobody_sleep() throws Exception {
        nap.end();
        var sleeper = Thread.ofPlatform().start(this::naps);

        assertThat(sleeper.join(PATIENCE)).as("the reader is awake").isTrue();
        assertThat(failure).hasNullValue();
    }

    private void naps() {
        try {
            nap.in(inbox);
        } catch (MessagingException e) {
            failure.set(e);
        }
    }
}
