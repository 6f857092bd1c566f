package dev.countersign.channels.email.imap;

import dev.countersign.channels.email.imap.Sink.Put;
import dev.countersign.channels.email.mime.MailLimits;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Empties a folder, oldest first. A mail is moved only when it is kept; before that a crash leaves
 * it where it is, and it is read again. No flag is ever the cursor.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final int TRIES = 3;
    private static final int AT_ONCE = 100;
    private static final int MOST_REMEMBERED = 1_000;
    private static final String PROCESSED = "Processed";
    private static final String REJECTED = "Rejected";

    private final Sink sink;
    /** Mails that could not be worked off, by UIDVALIDITY and UID; they stay in the folder. */
    private final Map<String, Integer> failures = new HashMap<>();

    private IMAPFolder open;
    private int looked;

    Drain(Sink sink) {
        this.sink = sink;
    }

    /**
     * Takes all that is there. In the library's count a mail that is gone keeps its number as long
     * as the folder is open, so the next mail is the one behind those that were looked at. Says
     * whether there was any.
     */
    boolean all(IMAPStore store, IMAPFolder inbox) throws MessagingException {
        if (open != inbox) {
            open = inbox;
            looked = 0;
        }
        noop(inbox);
        int before = looked;
        for (int count = inbox.getMessageCount(); looked < count; ) {
            int last = Math.min(count, looked + AT_ONCE);
            for (var mail : inbox.getMessages(looked + 1, last)) {
                one(store, inbox, mail);
            }
            looked = last;
            noop(inbox);
            count = inbox.getMessageCount();
        }
        boolean some = looked > before;
        if (looked > MOST_REMEMBERED) {
            // Closing forgets those that are gone.
            inbox.close(false);
            inbox.open(Folder.READ_WRITE);
            looked = 0;
        }
        return some;
    }

    /**
     * Asks the server for news, and ends IDLE if it is on. A plain call for the count does neither
     * within a second of the last command.
     */
    static void noop(IMAPFolder inbox) throws MessagingException {
        inbox.doCommand(protocol -> {
            protocol.simpleCommand("NOOP", null);
            return null;
        });
    }

    private void one(IMAPStore store, IMAPFolder inbox, Message mail) throws MessagingException {
        if (mail.isExpunged()) {
            return;
        }
        var name = inbox.getUIDValidity() + "/" + inbox.getUID(mail);
        if (failures.getOrDefault(name, 0) >= TRIES) {
            return;
        }
        try {
            var put = mail.getSize() > MailLimits.RAW_BYTES
                    ? tooLarge(name, mail)
                    : sink.take(name, raw(mail));
            move(store, inbox, mail, put == Put.PROCESSED ? PROCESSED : REJECTED);
            failures.remove(name);
        } catch (RuntimeException | IOException e) {
            failed(name, e);
        }
    }

    /** The first tries end the reading, which begins again with this mail. */
    private void failed(String name, Exception e) throws MessagingException {
        int tries = failures.merge(name, 1, Integer::sum);
        LOG.error(
                "mail {} could not be kept (try {} of {}); it stays in the mailbox, {}",
                name,
                tries,
                TRIES,
                tries < TRIES ? "and is tried again" : "and those behind it go on",
                e);
        if (tries < TRIES) {
            throw new MessagingException("a mail could not be kept", e);
        }
    }

    private Put tooLarge(String name, Message mail) throws MessagingException {
        LOG.warn(
                "a mail of {} bytes is over the limit of {}; it is moved to {} unread",
                mail.getSize(),
                MailLimits.RAW_BYTES,
                REJECTED);
        sink.tooLarge(name, mail.getSize());
        return Put.REJECTED;
    }

    private static byte[] raw(Message mail) throws MessagingException, IOException {
        var bytes = new ByteArrayOutputStream();
        mail.writeTo(bytes);
        return bytes.toByteArray();
    }

    private static void move(IMAPStore store, IMAPFolder inbox, Message mail, String to)
            throws MessagingException {
        var folder = store.getFolder(to);
        if (!folder.exists()) {
            folder.create(Folder.HOLDS_MESSAGES);
        }
        var one = new Message[] {mail};
        if (store.hasCapability("MOVE")) {
            inbox.moveMessages(one, folder);
        } else {
            inbox.copyMessages(one, folder);
            inbox.setFlags(one, new Flags(Flags.Flag.DELETED), true);
            inbox.expunge(one);
        }
    }
}
