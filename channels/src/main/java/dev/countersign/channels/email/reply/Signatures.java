package dev.countersign.channels.email.reply;

import java.util.List;
import java.util.Locale;

/** Finds where the words of a mail end and its signature begins. */
final class Signatures {
    private static final int LONGEST_DEVICE_LINE = 120;
    private static final int BAR = 5;

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
            if (starts(lines.get(i), i > 0)) {
                return lines.subList(0, i);
            }
        }
        return lines;
    }

    private static boolean starts(String line, boolean wordsBefore) {
        var bare = line.stripTrailing();
        if (bare.equals("--") || bare.equals("—")) {
            return true;
        }
        return device(bare) || wordsBefore && bar(bare.strip());
    }

    private static boolean device(String line) {
        if (line.length() > LONGEST_DEVICE_LINE) {
            return false;
        }
        var lower = line.strip().toLowerCase(Locale.ROOT);
        return DEVICES.stream().anyMatch(lower::startsWith);
    }

    /** A line of dashes, underscores or stars; below it stand disclaimers. */
    private static boolean bar(String line) {
        if (line.length() < BAR) {
            return false;
        }
        char mark = line.charAt(0);
        return "-_=*".indexOf(mark) >= 0 && line.chars().allMatch(c -> c == mark);
    }
}
