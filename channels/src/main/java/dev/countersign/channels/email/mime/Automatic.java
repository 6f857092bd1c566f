package dev.countersign.channels.email.mime;

import dev.countersign.channels.email.mime.Mail.Kind;
import dev.countersign.channels.email.mime.Mail.Origin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tells programs from people, by the headers of a mail alone. */
final class Automatic {
    /** Every mail of ours carries this header, so that it is known when it comes back. */
    static final String OWN_MARK = "X-Countersign-Mail";

    private static final Set<String> ROBOTS = Set.of(
            "mailer-daemon",
            "postmaster",
            "no-reply",
            "noreply",
            "no_reply",
            "donotreply",
            "do-not-reply",
            "bounce",
            "bounces");

    private static final List<String> AWAY = List.of(
            "out of office",
            "out of the office",
            "automatic reply",
            "auto reply",
            "autoreply",
            "auto-reply",
            "abwesenheit",
            "automatische antwort",
            "réponse automatique",
            "absence du bureau",
            "respuesta automática",
            "fuera de la oficina",
            "resposta automática",
            "risposta automatica",
            "fuori sede",
            "automatisch antwoord",
            "afwezig",
            "automatyczna odpowiedź",
            "autosvar",
            "frånvaro",
            "automaattinen vastaus",
            "автоответ",
            "автоматический ответ",
            "otomatik yanıt",
            "自動応答",
            "不在",
            "自动答复",
            "automatická odpověď",
            "자동 회신");

    private Automatic() {}

    static Origin of(
            Function<String, List<String>> header, Optional<String> from, Optional<Kind> report) {
        if (!header.apply(OWN_MARK).isEmpty()) {
            return report.map(kind -> new Origin(kind, "delivery report"))
                    .orElse(new Origin(Kind.OWN, OWN_MARK));
        }
        if (report.isPresent()) {
            return new Origin(report.get(), "delivery report");
        }
        if (first(header, "Return-Path").equals("<>")
                && !first(header, "Auto-Submitted").startsWith("auto-replied")) {
            return new Origin(Kind.BOUNCE, "null return path");
        }
        return marked(header)
                .or(() -> robot(from))
                .or(() -> away(header))
                .orElse(new Origin(Kind.HUMAN, ""));
    }

    private static Optional<Origin> marked(Function<String, List<String>> header) {
        var auto = first(header, "Auto-Submitted");
        if (!auto.isEmpty() && !auto.split("[;\\s(]", 2)[0].equals("no")) {
            boolean away = auto.startsWith("auto-replied");
            return Optional.of(new Origin(away ? Kind.AWAY : Kind.AUTOMATIC, "Auto-Submitted"));
        }
        for (var name : List.of(
                "X-Autoreply",
                "X-Autorespond",
                "X-Auto-Reply",
                "X-Autoresponder",
                "X-Auto-Reply-From",
                "X-Mail-Autoreply")) {
            if (!header.apply(name).isEmpty()) {
                return Optional.of(new Origin(Kind.AWAY, name));
            }
        }
        var precedence = first(header, "Precedence");
        if (precedence.equals("auto_reply")) {
            return Optional.of(new Origin(Kind.AWAY, "Precedence"));
        }
        boolean bulk = Set.of("bulk", "junk", "list").contains(precedence);
        return bulk || !header.apply("List-Id").isEmpty()
                ? Optional.of(new Origin(Kind.AUTOMATIC, bulk ? "Precedence" : "List-Id"))
                : Optional.empty();
    }

    private static Optional<Origin> robot(Optional<String> from) {
        return from.map(address -> address.substring(0, address.lastIndexOf('@')))
                .filter(local -> ROBOTS.contains(local) || local.startsWith("no-reply+"))
                .map(local -> new Origin(Kind.AUTOMATIC, "From " + local));
    }

    /** The subject alone is a weak sign, but an approval that waits is the smaller harm. */
    private static Optional<Origin> away(Function<String, List<String>> header) {
        var subject = first(header, "Subject");
        return AWAY.stream()
                .filter(subject::startsWith)
                .findFirst()
                .map(words -> new Origin(Kind.AWAY, "Subject"));
    }

    private static String first(Function<String, List<String>> header, String name) {
        var values = header.apply(name);
        return values.isEmpty() ? "" : values.getFirst().strip().toLowerCase(Locale.ROOT);
    }
}
