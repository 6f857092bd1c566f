package dev.countersign.channels.email.host;

import dev.countersign.channels.email.host.MailHost.Door;
import dev.countersign.channels.email.server.Sessions;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mailbox as a mail program that threads by references shows it: Dovecot's own {@code THREAD
 * REFERENCES} (RFC 5256), each thread as the Message-IDs of its mails from the top down.
 */
public record ThreadView(List<List<String>> threads) {
    public static ThreadView of(MailHost host, String mailbox) {
        var server = host.server(Door.IMAPS, mailbox);
        var login = server.login().orElseThrow();
        var session = Sessions.imap(server, Duration.ofSeconds(20));
        try (var store = session.getStore("imap")) {
            store.connect(server.host(), server.port(), login.user(), login.password());
            try (var inbox = (IMAPFolder) store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                var all = new ArrayList<List<String>>();
                for (var numbers : numbers(inbox)) {
                    var thread = new ArrayList<String>();
                    for (int number : numbers) {
                        thread.add(inbox.getMessage(number).getHeader("Message-ID")[0]);
                    }
                    all.add(thread);
                }
                return new ThreadView(all);
            }
        } catch (MessagingException e) {
            throw new AssertionError("the threads of " + mailbox + " cannot be read", e);
        }
    }

    /** The thread in which this mail stands. */
    public List<String> with(String messageId) {
        return threads.stream()
                .filter(thread -> thread.contains(messageId))
                .findFirst()
                .orElseThrow(() -> new AssertionError(messageId + " is in none of " + threads));
    }

    private static List<List<Integer>> numbers(IMAPFolder inbox) throws MessagingException {
        var words = new StringBuilder();
        inbox.doCommand(protocol -> {
            var said = protocol.command("THREAD REFERENCES UTF-8 ALL", null);
            protocol.notifyResponseHandlers(said);
            protocol.handleResult(said[said.length - 1]);
            Arrays.stream(said)
                    .filter(line -> line instanceof IMAPResponse one && one.keyEquals("THREAD"))
                    .forEach(line -> words.append(line.getRest()));
            return protocol;
        });
        return trees(words.toString());
    }

    /** {@code (2 (3)(4))(5)} is two threads; how deep a mail stands is of no matter here. */
    private static List<List<Integer>> trees(String words) {
        var all = new ArrayList<List<Integer>>();
        int depth = 0;
        for (var word : words.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+")) {
            switch (word) {
                case "(" -> {
                    if (depth++ == 0) {
                        all.add(new ArrayList<>());
                    }
                }
                case ")" -> depth--;
                case "" -> {}
                default -> all.getLast().add(Integer.parseInt(word));
            }
        }
        return all;
    }
}
