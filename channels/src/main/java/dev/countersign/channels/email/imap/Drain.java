package dev.countersign.channels.email.imap;

import dev.countersign.channels.email.imap.Sink.Put;
import dev.countersign.channels.email.mime.MailLimits;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Empties a folder, oldest first. A mail is moved only when it is kept; before that a crash leaves
 * it where it is, and it is read again. No flag is ever the cursor.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final int TRIES = 3;
    private static final int AT_ONCE = 50;
    private static final int MOST_REMEMBERED = 1_000;
    private static final String PROCESSED = "Processed";
    private static final String REJECTED = "Rejected";

    private static final FetchProfile ABOUT = new FetchProfile();

    static {
        ABOUT.add(UIDFolder.FetchProfileItem.UID);
        ABOUT.add(FetchProfile.Item.SIZE);
    }

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
            var mails = inbox.getMessages(looked + 1, last);
            looked = last;
            some(store, inbox, mails);
            noop(inbox);
            count = inbox.getMessageCount();
        }
        boolean some = looked > before;
        if (looked > MOST_REMEMBERED) {
            again(inbox);
        }
        return some;
    }

    /**
     * Opens the folder anew: the library forgets mails that are gone, and counts those that are
     * there, also where the server's news came in an order that it does not understand.
     */
    void again(IMAPFolder inbox) throws MessagingException {
        inbox.close(false);
        inbox.open(Folder.READ_WRITE);
        looked = 0;
    }

    /** Numbers and sizes come in one answer, and what is kept is moved together. */
    private void some(IMAPStore store, IMAPFolder inbox, Message[] mails)
            throws MessagingException {
        inbox.fetch(mails, ABOUT);
        var kept = new EnumMap<Put, List<Message>>(Put.class);
        try {
            for (var mail : mails) {
                one(inbox, mail).ifPresent(put -> kept.computeIfAbsent(put, p -> new ArrayList<>())
                        .add(mail));
            }
        } finally {
            for (var put : kept.entrySet()) {
                var to = put.getKey() == Put.PROCESSED ? PROCESSED : REJECTED;
                move(store, inbox, put.getValue().toArray(Message[]::new), to);
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

    /** Where the mail belongs, when it is kept. */
    private Optional<Put> one(IMAPFolder inbox, Message mail) throws MessagingException {
        if (mail.isExpunged()) {
            return Optional.empty();
        }
        var name = inbox.getUIDValidity() + "/" + inbox.getUID(mail);
        if (failures.getOrDefault(name, 0) >= TRIES) {
            return Optional.empty();
        }
        try {
            var put = mail.getSize() > MailLimits.RAW_BYTES
                    ? tooLarge(name, mail)
                    : sink.take(name, raw(mail));
            failures.remove(name);
            return Optional.of(put);
        } catch (RuntimeException | IOException e) {
            failed(name, e);
            return Optional.empty();
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

    /** Without MOVE the library renumbers those behind what is gone. */
    private void move(IMAPStore store, IMAPFolder inbox, Message[] mails, String to)
            throws MessagingException {
        var folder = store.getFolder(to);
        if (!folder.exists()) {
            folder.create(Folder.HOLDS_MESSAGES);
        }
        if (store.hasCapability("MOVE")) {
            inbox.moveMessages(mails, folder);
        } else {
            inbox.copyMessages(mails, folder);
            inbox.setFlags(mails, new Flags(Flags.Flag.DELETED), true);
            looked -= inbox.expunge(mails).length;
        }
    }
}
