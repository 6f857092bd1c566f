package dev.countersign.channels.email;

import dev.countersign.channels.ContactChannel.Sending;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.email.mime.Addresses;
import dev.countersign.channels.email.ticket.Tickets;

import java.util.Optional;

/**
 * Places of mail: a question is asked at an address; a run talks in a thread, which is an address,
 * a hash sign and a name made from the first mail.
 */
final class Places {
    private static final int NAME = 26;
    private static final int ID = 32;
    private static final String OWN = ".cs@";

    private Places() {}

    static Conversation thread(String address, String firstMail) {
        var name = Tickets.hash(address + "|" + firstMail).substring(0, NAME);
        return new Conversation(EmailChannel.NAME, address + "#" + name);
    }

    static Optional<String> address(String place) {
        int end = place.lastIndexOf('#');
        return Addresses.normal(end < 0 ? place : place.substring(0, end));
    }

    /** Where the facts about a thread are kept. */
    static String stubName(String place) {
        return "thread/" + place;
    }

    /** The same for every try of one sending, and no secret. */
    static String messageId(Sending sending, String domain) {
        return messageId(sending.id().channel() + "|" + sending.id().id(), domain);
    }

    static String messageId(String seed, String domain) {
        return "<" + Tickets.hash(seed).substring(0, ID) + OWN + domain + ">";
    }

    /** Whether a Message-ID is one of ours. */
    static boolean own(String messageId, String domain) {
        return messageId.endsWith(OWN + domain + ">");
    }
}
