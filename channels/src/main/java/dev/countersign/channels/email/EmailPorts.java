package dev.countersign.channels.email;

import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;
import dev.countersign.channels.email.ticket.TicketStore;
import dev.countersign.channels.email.tray.InTray;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** What the mail channel needs from the house. */
public record EmailPorts(
        Questions questions,
        People people,
        Subjects subjects,
        TicketStore tickets,
        InTray tray,
        Setbacks setbacks,
        Lease lease,
        InstantSource clock) {

    /** Whose address this is; the address is in lower case with its domain in A-labels. */
    @FunctionalInterface
    public interface People {
        Optional<String> at(String address);

        /** By which clock whoever has this address lives. */
        default ZoneId zone(String address) {
            return ZoneOffset.UTC;
        }
    }

    /** What mails about a question are headed with, where its channel says so. */
    @FunctionalInterface
    public interface Subjects {
        Optional<String> of(QuestionKey key);
    }

    /** One reader a mailbox among all replicas; asked again long before the time is over. */
    public interface Lease {
        boolean holds(String name, Duration time);

        /** Somebody else may have it now. */
        void letGo(String name);
    }

    /** Where it is heard that mail does not reach an approver, or was not theirs. */
    public interface Setbacks {
        /** Mail to this address comes back: the next approver or channel is due. */
        void bounced(QuestionKey key, String address, String why);

        /** This approver's mailbox says that they are away. */
        void away(QuestionKey key, String address);

        /** A decision in this approver's name was not theirs: what can still be stopped, is. */
        void disowned(QuestionKey key, String address);
    }
}
