package dev.countersign.channels.email.reply;

import java.util.List;
import java.util.Locale;

/** Finds where the words of a mail end and its signature begins. */
final class Signatures {
    private static final int LONGEST_DEVICE_LINE = 120;
    private static final int BAR = 5;
    private static final int SHORT_BAR = 2;
    private static final String FROM_MY = "Sent from my ";
    private static final List<String> PHONES = List.of("phone", "mobile", "tablet", "cell");

    private static final List<String> DEVICES = List.of(
            "sent from my ",
            "sent from mail for ",
            "sent from outlook",
            "sent from yahoo",
            "sent with proton",
            "sent via ",
            "get outlook for ",
            "sent from the ",
            "von meinem ",
            "gesendet von ",
            "gesendet mit ",
            "diese nachricht wurde von",
            "envoyé de mon ",
            "envoyé depuis ",
            "envoyé à partir ",
            "obtenez outlook",
            "enviado desde ",
            "enviado do meu ",
            "enviado de ",
            "enviado a partir ",
            "inviato da ",
            "verzonden vanaf ",
            "verstuurd vanaf ",
            "verzonden met ",
            "wysłane z ",
            "wysłano z ",
            "skickat från ",
            "skickades från ",
            "sendt fra ",
            "lähetetty ",
            "отправлено с ",
            "отправлено из ",
            "iphone'umdan ",
            "iphone’umdan ",
            "iphoneから送信",
            "androidから送信",
            "发自我的",
            "从我的",
            "outlook für ",
            "odesláno z",
            "나의 iphone");

    private Signatures() {}

    static List<String> cut(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (starts(lines, i)) {
                return lines.subList(0, i);
            }
        }
        return lines;
    }

    private static boolean starts(List<String> lines, int at) {
        var line = lines.get(at).stripTrailing();
        if (line.equals("--") || line.equals("—") || device(line)) {
            return true;
        }
        // Right below words, a line of dashes is the rule of a table or of a heading.
        boolean apart = at > 0 && lines.get(at - 1).isBlank();
        return apart && (bar(line.strip()) || last(lines, at) && parting(line.strip()));
    }

    private static boolean device(String line) {
        if (line.length() > LONGEST_DEVICE_LINE) {
            return false;
        }
        var lower = line.strip().toLowerCase(Locale.ROOT);
        return DEVICES.stream().anyMatch(lower::startsWith) && !sentence(line.strip());
    }

    /** "Sent from my desk, which ...": what a person says, and no name of a device. */
    private static boolean sentence(String line) {
        int comma = line.indexOf(", ");
        if (comma < FROM_MY.length() || !line.startsWith(FROM_MY)) {
            return false;
        }
        var thing = line.substring(FROM_MY.length(), comma);
        return thing.chars().noneMatch(Signatures::naming)
                && PHONES.stream().noneMatch(thing::contains);
    }

    private static boolean naming(int c) {
        return Character.isUpperCase(c) || Character.isDigit(c);
    }

    /** A line of dashes, underscores or stars; below it stand disclaimers. */
    private static boolean bar(String line) {
        return line.length() >= (line.startsWith("_") ? SHORT_BAR : BAR) && rule(line);
    }

    /** What may end a mail, and only end it: a short bar, or words about where it was written. */
    private static boolean parting(String line) {
        boolean sent = line.startsWith("Sent from ")
                && line.length() <= LONGEST_DEVICE_LINE
                && !line.contains(", ")
                && !line.endsWith(".");
        return sent || line.length() >= SHORT_BAR && rule(line);
    }

    private static boolean rule(String line) {
        char mark = line.charAt(0);
        return "-_=*".indexOf(mark) >= 0 && line.chars().allMatch(c -> c == mark);
    }

    private static boolean last(List<String> lines, int at) {
        for (int i = at + 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                return false;
            }
        }
        return !lines.get(at).isBlank();
    }
}
