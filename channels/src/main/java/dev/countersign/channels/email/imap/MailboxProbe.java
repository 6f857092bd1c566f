package dev.countersign.channels.email.imap;

import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.Sessions;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.imap.IMAPFolder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Waits for one mail in a mailbox, takes it out, and leaves everything else alone. */
public final class MailboxProbe {
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int MOST_LOOKED_AT = 200;

    private final MailServer server;
    private final String folder;

    public MailboxProbe(MailServer server, String folder) {
        this.server = server;
        this.folder = folder;
    }

    public Optional<byte[]> await(String messageId, Duration patience) throws MessagingException {
        try (var store = Sessions.imap(server, ANSWER).getStore("imap")) {
            server.connect(store);
            var inbox = (IMAPFolder) store.getFolder(folder);
            inbox.open(Folder.READ_WRITE);
            long end = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() < end) {
                var found = look(inbox, messageId);
                if (found.isPresent()) {
                    return found;
                }
                LockSupport.parkNanos(LOOK.toNanos());
                Drain.noop(inbox);
            }
            return Optional.empty();
        }
    }

    private static Optional<byte[]> look(IMAPFolder inbox, String messageId)
            throws MessagingException {
        int last = inbox.getMessageCount();
        for (int i = last; i > Math.max(0, last - MOST_LOOKED_AT); i--) {
            var mail = inbox.getMessage(i);
            var ids = mail.getHeader("Message-ID");
            if (ids != null && ids.length > 0 && ids[0].strip().equals(messageId)) {
                return Optional.of(taken(inbox, mail));
            }
        }
        return Optional.empty();
    }

    private static byte[] taken(IMAPFolder inbox, Message mail) throws MessagingException {
        var bytes = new ByteArrayOutputStream();
        try {
            mail.writeTo(bytes);
        } catch (IOException e) {
            throw new MessagingException("the mail could not be fetched", e);
        }
        var one = new Message[] {mail};
        inbox.setFlags(one, new Flags(Flags.Flag.DELETED), true);
        inbox.expunge(one);
        return bytes.toByteArray();
    }
}
