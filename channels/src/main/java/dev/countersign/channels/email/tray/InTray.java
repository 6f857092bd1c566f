package dev.countersign.channels.email.tray;

import java.time.Instant;
import java.util.List;

/** Where mail rests as it came, before anything is done with it; shared by all replicas. */
public interface InTray {
    /**
     * Keeps a mail, to be looked at not before {@code due}; when this returns it survives a crash.
     * False where it is kept already, also when it came by another way.
     */
    boolean keep(RawMail mail, Instant due);

    /** Takes mails that are due, oldest first; they are due again at {@code until}. */
    List<RawMail> claim(Instant now, Instant until, int most);

    /** This one needs nothing more; {@code what} says what became of it. */
    void done(String name, String what);

    /** This one could not be worked off; it is due again then. */
    void again(String name, String why, Instant due);

    /** This one never will be; it stays for an operator to look at. */
    void aside(String name, String why);

    /** Forgets what came before this moment. */
    void forget(Instant before);
}
