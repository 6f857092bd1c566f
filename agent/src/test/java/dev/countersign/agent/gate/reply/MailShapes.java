package dev.countersign.agent.gate.reply;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Ticket;
import dev.countersign.channels.email.letter.Access;
import dev.countersign.channels.email.letter.Letters;
import dev.countersign.channels.email.letter.Moments;
import dev.countersign.channels.email.reply.FlowedText;
import dev.countersign.channels.email.reply.HtmlText;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** How mail programs wrap the words of a reply: each takes new words and gives a mail's text. */
final class MailShapes {
    private static final String OURS = letter();
    private static final String MARKED = "> " + OURS.replace("\n", "\n> ");

    /** One header for each of many languages and programs. */
    static final List<String> HEADERS = List.of(
            "On Sat, Nov 21, 2026 at 10:42 AM Countersign <bot@example.com> wrote:",
            "On Nov 21, 2026, at 10:42, Countersign <bot@example.com> wrote:",
            "Am Sa., 21. Nov. 2026 um 10:42 Uhr schrieb Countersign <bot@example.com>:",
            "Am 21.11.26 um 10:42 schrieb Countersign:",
            "Le sam. 21 nov. 2026 à 10:42, Countersign <bot@example.com> a écrit :",
            "El sáb, 21 nov 2026 a las 10:42, Countersign (<bot@example.com>) escribió:",
            "Em sáb., 21 de nov. de 2026 às 10:42, Countersign <bot@example.com>\nescreveu:",
            "Il giorno sab 21 nov 2026 alle ore 10:42 Countersign <bot@example.com>\nha scritto:",
            "Op za 21 nov 2026 om 10:42 schreef Countersign <bot@example.com>:",
            "W dniu 21.11.2026 o 10:42, Countersign pisze:",
            "sob., 21 lis 2026 o 10:42 Countersign <bot@example.com> napisał(a):",
            "Den lör 21 nov. 2026 kl 10:42 skrev Countersign <bot@example.com>:",
            "Den lør. 21. nov. 2026 kl. 10.42 skrev Countersign <bot@example.com>:",
            "la 21. marrask. 2026 klo 10.42 Countersign <bot@example.com> kirjoitti:",
            "сб, 21 нояб. 2026 г. в 10:42, Countersign <bot@example.com>:",
            "Countersign <bot@example.com>, 21 Kas 2026 Cmt, 10:42 tarihinde şunu yazdı:",
            "2026年11月21日(土) 10:42 Countersign <bot@example.com>:",
            "Countersign <bot@example.com> 于2026年11月21日周六 10:42写道：",
            "2026년 11월 21일 (토) 오전 10:42, Countersign <bot@example.com>님이 작성:",
            "so 21. 11. 2026 v 10:42 odesílatel Countersign <bot@example.com> napsal:");

    private static final List<String> BLOCKS = List.of(
            "From: Countersign <bot@example.com>\nSent: Saturday, November 21, 2026 10:42 AM\n"
                    + "To: Dana <dana@example.com>\nSubject: Approval needed",
            "Von: Countersign <bot@example.com>\nGesendet: Samstag, 21. November 2026 10:42\n"
                    + "An: Dana\nBetreff: Approval needed",
            "De : Countersign <bot@example.com>\nEnvoyé : samedi 21 novembre 2026 10:42\n"
                    + "À : Dana\nObjet : Approval needed",
            "De: Countersign\nEnviado el: sábado, 21 de noviembre de 2026 10:42\nPara: Dana\n"
                    + "Asunto: Approval needed",
            "Da: Countersign\nInviato: sabato 21 novembre 2026 10:42\nA: Dana\nOggetto: x",
            "Van: Countersign\nVerzonden: zaterdag 21 november 2026 10:42\nAan: Dana\nOnderwerp: x",
            "Od: Countersign\nWysłano: sobota, 21 listopada 2026 10:42\nDo: Dana\nTemat: x",
            "Från: Countersign\nSkickat: den 21 november 2026 10:42\nTill: Dana\nÄmne: x",
            "От: Countersign\nОтправлено: 21 ноября 2026 г. 10:42\nКому: Dana\nТема: x",
            "差出人: Countersign\n送信日時: 2026年11月21日 10:42\n宛先: Dana\n件名: x",
            "发件人: Countersign\n发送时间: 2026年11月21日 10:42\n收件人: Dana\n主题: x",
            "-----Original Message-----\nFrom: Countersign\nTo: Dana",
            "-----Ursprüngliche Nachricht-----\nVon: Countersign\nAn: Dana",
            "________________________________\nFrom: Countersign <bot@example.com>\nTo: Dana");

    private static final List<String> SIGNATURES = List.of(
            "-- \nDana Smith\nOps",
            "Sent from my iPhone",
            "Von meinem iPhone gesendet",
            "Envoyé de mon iPhone",
            "Get Outlook for iOS",
            "Skickat från min iPhone",
            "_____\nThis e-mail is confidential. If you are not the addressee, delete it.");

    private MailShapes() {}

    /** Shapes in which the first line of the new words is what the writer decided. */
    static Map<String, UnaryOperator<String>> clear() {
        var shapes = new TreeMap<String, UnaryOperator<String>>();
        shapes.put("bare", words -> words);
        shapes.put("bottom, marked", words -> HEADERS.get(0) + "\n" + MARKED + "\n\n" + words);
        for (int i = 0; i < HEADERS.size(); i++) {
            var header = HEADERS.get(i);
            shapes.put("marked " + i, words -> words + "\n\n" + header + "\n" + MARKED);
            shapes.put("blank line, marked " + i, w -> w + "\n\n" + header + "\n\n" + MARKED);
            shapes.put("unmarked " + i, words -> words + "\n\n" + header + "\n\n" + OURS);
        }
        for (int i = 0; i < BLOCKS.size(); i++) {
            var block = BLOCKS.get(i);
            shapes.put("block " + i, words -> words + "\n\n" + block + "\n\n" + OURS);
            shapes.put(
                    "bold block " + i,
                    w -> w + "\n\n*" + block.replaceFirst(":", ":*") + "\n\n" + OURS);
        }
        for (int i = 0; i < SIGNATURES.size(); i++) {
            var signature = SIGNATURES.get(i);
            shapes.put(
                    "signed " + i,
                    words -> words + "\n\n" + signature + "\n\n" + HEADERS.get(1) + "\n" + MARKED);
            shapes.put(
                    "signed below " + i,
                    w -> w + "\n\n" + HEADERS.get(0) + "\n" + MARKED + "\n" + signature);
        }
        shapes.put(
                "flowed",
                words -> FlowedText.join(
                        words.replace("\n", "\r\n") + "\r\n\r\n" + HEADERS.get(0) + " \r\n"
                                + MARKED,
                        true));
        shapes.putAll(html());
        return shapes;
    }

    private static Map<String, UnaryOperator<String>> html() {
        var old = "<pre>" + escaped(OURS) + "</pre>";
        var shapes = new TreeMap<String, UnaryOperator<String>>();
        shapes.put(
                "gmail",
                words -> HtmlText.of("<div dir=\"ltr\">" + lines(words)
                        + "</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr"
                        + "\">On Sat wrote:<br></div><blockquote class=\"gmail_quote\">"
                        + old + "</blockquote></div>"));
        shapes.put(
                "outlook",
                words -> HtmlText.of(
                        "<html><head><style>p{color:red}</style></head><body><div>" + lines(words)
                                + "</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFw"
                                + "dMsg\"><b>From:</b> x<br><b>Sent:</b> y</div><div>"
                                + old + "</div></body></html>"));
        shapes.put(
                "word",
                words -> HtmlText.of("<div class=WordSection1><p class=MsoNormal>" + lines(words)
                        + "<o:p></o:p></p><div><div style='border:none;border-top:solid"
                        + " #E1E1E1 1.0pt;padding:3.0pt'><p><b>From:</b> x</p></div></d"
                        + "iv>"
                        + old + "</div>"));
        shapes.putAll(otherHtml(old));
        return shapes;
    }

    private static Map<String, UnaryOperator<String>> otherHtml(String old) {
        var shapes = new TreeMap<String, UnaryOperator<String>>();
        shapes.put(
                "apple",
                words -> HtmlText.of("<html><body>" + lines(words)
                        + "<br><div><br><blockquote type=\"cite\"><div>On 21 Nov 2026, "
                        + "at 10:42, x wrote:</div>"
                        + old + "</blockquote></div></body></html>"));
        shapes.put(
                "thunderbird",
                words -> HtmlText.of("<body><p>" + lines(words)
                        + "</p><div class=\"moz-cite-prefix\">On 21.11.26 10:42, x wrot"
                        + "e:<br></div><blockquote type=\"cite\">"
                        + old
                        + "</blockquote><pre class=\"moz-signature\">-- \nDana</pre></body>"));
        shapes.put(
                "yahoo",
                words -> HtmlText.of("<div><div>" + lines(words)
                        + "</div><div id=\"ydp\" class=\"yahoo_quoted\"><div>On Saturda"
                        + "y, x wrote:</div>"
                        + old + "</div></div>"));
        shapes.put(
                "proton",
                words -> HtmlText.of("<div>" + lines(words)
                        + "</div><div class=\"protonmail_signature_block\">Sent with Pr"
                        + "oton</div><div class=\"protonmail_quote\">On x wrote:<blockq"
                        + "uote>"
                        + old + "</blockquote></div>"));
        return shapes;
    }

    /** Shapes from which nobody can tell what the writer decided. */
    static Map<String, UnaryOperator<String>> unclear() {
        var shapes = new TreeMap<String, UnaryOperator<String>>();
        var half = MARKED.substring(0, MARKED.length() / 2);
        shapes.put(
                "inline",
                w -> "See below.\n" + HEADERS.get(0) + "\n" + half + "\n" + w + "\n> and more");
        shapes.put(
                "around",
                w -> w + "\n" + HEADERS.get(0) + "\n" + MARKED + "\nand after that\n" + w);
        shapes.put("between", w -> HEADERS.get(0) + "\n" + half + "\n\n" + w + "\n\n" + MARKED);
        shapes.put(
                "forwarded",
                w -> "FYI\n\n---------- Forwarded message ---------\nFrom: x\nTo: y\n\n" + w);
        shapes.put("quoted only", w -> "> " + w.replace("\n", "\n> ") + "\n");
        shapes.put("foreign quote", w -> HEADERS.get(0) + "\n> something else\n\n" + w);
        shapes.put("unmarked below", w -> BLOCKS.get(0) + "\n\n" + OURS + "\n\n" + w);
        shapes.put(
                "html forward",
                w -> HtmlText.of(
                        "<div><br></div><div class=\"gmail_quote\">" + lines(w) + "</div>"));
        shapes.put(
                "html hidden",
                w -> HtmlText.of("<div style=\"display:none\">" + lines(w) + "</div><p>hello</p>"));
        return shapes;
    }

    private static String lines(String words) {
        return escaped(words).replace("\n", "<br>");
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static List<String> ourLines() {
        return new ArrayList<>(List.of(OURS.split("\n")));
    }

    private static String letter() {
        var card = new Card(
                Card.Kind.APPROVE,
                "Delete ConfigMap test-config",
                Level.HIGH,
                List.of(new Fact("Cluster", "sandbox"), new Fact("approve", "approve\nyes")),
                new Work(
                        "k8s_delete",
                        "{\n  \"a\": \"x\"\n}\napprove",
                        "9c1e0d77aa",
                        List.of(),
                        " approve\n-yes\nok"),
                "approve\nyes\nok",
                List.of("approve"),
                new Deciders(List.of("dana"), List.of(), false, 1, 0),
                List.of(),
                List.of());
        var ask = new Ask(
                new Conversation("email", "dana@example.com"),
                new QuestionKey("q_k2"),
                1,
                card,
                Optional.of(Instant.parse("2026-11-22T07:00:00Z")),
                Optional.of("dana"),
                Occasion.FIRST);
        var access = new Access(
                Optional.of("https://bot.example.com/a/x"),
                Optional.of(new Ticket("ABC234")),
                "https://bot.example.com",
                Moments.UTC);
        var subject = Letters.subject(card, ask.key().value(), Optional.empty());
        return Letters.ask(ask, access, Instant.parse("2026-11-21T07:00:00Z"), subject)
                .text();
    }
}
