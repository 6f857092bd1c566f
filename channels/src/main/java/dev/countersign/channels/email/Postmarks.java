package dev.countersign.channels.email;

import dev.countersign.channels.email.mime.Mail;
import dev.countersign.channels.email.ticket.Stub.Kind;
import dev.countersign.channels.email.ticket.Tickets;
import dev.countersign.channels.email.ticket.Tickets.Found;

import java.util.Optional;
import java.util.stream.Stream;

/** Finds the ticket of a mail: in the addresses it came to, and else in what it refers to. */
final class Postmarks {
    private final EmailSettings settings;
    private final Tickets tickets;

    Postmarks(EmailSettings settings, Tickets tickets) {
        this.settings = settings;
        this.tickets = tickets;
    }

    Optional<Found> in(Mail mail) {
        return secrets(mail)
                .flatMap(secret -> tickets.find(secret).stream())
                .filter(found -> found.kind() == Kind.REPLY || found.kind() == Kind.BOUNCE)
                .findFirst()
                .or(() -> mail.references().stream()
                        .flatMap(id -> inside(id, "<t.", "@" + settings.domain() + ">"))
                        .flatMap(secret -> tickets.find(secret).stream())
                        .filter(found -> found.kind() == Kind.THREAD)
                        .findFirst());
    }

    /** Whether it was sent to an address with a secret in it, valid or not. */
    boolean tagged(Mail mail) {
        return secrets(mail).findAny().isPresent();
    }

    private Stream<String> secrets(Mail mail) {
        int at = settings.address().lastIndexOf('@');
        var local = settings.address().substring(0, at);
        var domain = settings.address().substring(at);
        return mail.recipients().stream()
                .flatMap(to -> Stream.concat(
                        inside(to, local + "+r.", domain), inside(to, local + "+b.", domain)));
    }

    private static Stream<String> inside(String text, String before, String after) {
        return text.startsWith(before)
                        && text.endsWith(after)
                        && text.length() > before.length() + after.length()
                ? Stream.of(text.substring(before.length(), text.length() - after.length()))
                : Stream.empty();
    }
}
