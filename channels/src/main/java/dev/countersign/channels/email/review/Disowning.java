package dev.countersign.channels.email.review;

import dev.countersign.channels.HttpDoor.Knock;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.email.ticket.Stub;

import java.util.Optional;

/** That whoever is said to have decided says on the page that it was not them. */
final class Disowning {
    private static final String FIELD = "disown";
    private static final String YES = "yes";

    private Disowning() {}

    /** Only a decision in the name of the one whose link it is. */
    static boolean possible(Shown shown, Stub stub) {
        return !stub.person().isEmpty()
                && shown.settled()
                        .filter(how -> how.by().equals(Optional.of(stub.person())))
                        .isPresent();
    }

    static boolean meant(Knock knock, Shown shown, Stub stub) {
        return possible(shown, stub) && FormData.parse(knock.body()).one(FIELD).equals(YES);
    }

    /** A box that nothing ticks by itself, and a button that alone does nothing. */
    static String form(String nonce) {
        return "<hr><h2>Was this not you?</h2>\n<form method=\"post\" autocomplete=\"off\">\n"
                + "<input type=\"hidden\" name=\"nonce\" value=\"" + nonce + "\">\n"
                + "<label class=\"choice\"><input type=\"checkbox\" name=\"" + FIELD
                + "\" value=\"" + YES + "\" required> I did not decide this. Stop the run, and"
                + " believe no mail in my name for a day.</label>\n"
                + "<p><button type=\"submit\">This was not me</button></p>\n</form>\n";
    }

    static String done(String until) {
        return "Thank you. If the run was still going on, it is stopped. Mail decides nothing in"
                + " your name until " + until + "; sign in to the console to decide. Tell your"
                + " operators now: somebody may read your mail.";
    }
}
