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
 * Empties a folder, oldest first. A mail is moved only when what it says is kept; before that a
 * crash leaves it where it is, and it is read again. No flag is ever the cursor.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final int TRIES = 3;
    private static final int AT_ONCE = 100;
    private static final String PROCESSED = "Processed";
    private static final String REJECTED = "Rejected";

    private final Sink sink;
    /** Mails that could not be worked off, by UIDVALIDITY and UID; they stay in the folder. */
    private final Map<String, Integer> failures = new HashMap<>();

    Drain(Sink sink) {
        this.sink = sink;
    }

    void all(IMAPStore store, IMAPFolder inbox) throws MessagingException {
        int skipped = 0;
        noop(inbox);
        for (int count = inbox.getMessageCount(); count > skipped; ) {
            int moved = 0;
            for (var mail : inbox.getMessages(skipped + 1, Math.min(count, skipped + AT_ONCE))) {
                if (one(store, inbox, mail)) {
                    moved++;
                } else {
                    skipped++;
                }
            }
            noop(inbox);
            count = inbox.getMessageCount();
            if (moved == 0) {
                // Nothing went away: what is left waits for the next round.
                return;
            }
        }
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

    /** Whether the mail is out of the folder. */
    private boolean one(IMAPStore store, IMAPFolder inbox, Message mail) throws MessagingException {
        if (mail.isExpunged()) {
            return true;
        }
        var name = inbox.getUIDValidity() + "/" + inbox.getUID(mail);
        if (failures.getOrDefault(name, 0) >= TRIES) {
            return false;
        }
        try {
            var put = mail.getSize() > MailLimits.RAW_BYTES ? tooLarge(mail) : sink.take(raw(mail));
            move(store, inbox, mail, put == Put.PROCESSED ? PROCESSED : REJECTED);
            failures.remove(name);
            return true;
        } catch (RuntimeException | IOException e) {
            int tries = failures.merge(name, 1, Integer::sum);
            LOG.error(
                    "mail {} could not be worked off (try {} of {}); it stays in the mailbox,"
                            + " {}",
                    name,
                    tries,
                    TRIES,
                    tries < TRIES ? "and is tried again" : "and those behind it go on",
                    e);
            if (tries < TRIES) {
                throw new MessagingException("a mail could not be kept", e);
            }
            return false;
        }
    }

    private static Put tooLarge(Message mail) throws MessagingException {
        LOG.warn(
                "a mail of {} bytes is over the limit of {}; it is moved to {} unread",
                mail.getSize(),
                MailLimits.RAW_BYTES,
                REJECTED);
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
