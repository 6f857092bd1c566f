package dev.countersign.channels.email.mime;

import dev.countersign.channels.email.mime.Mail.Vouched;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;

import java.io.ByteArrayInputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Takes raw mail apart, within limits of size and time. */
public final class MailReader {
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_ID = 250;
    private static final int MOST_REFERENCES = 50;
    /** Where mail hosts write the address that they really delivered to. */
    private static final List<String> ENVELOPE =
            List.of("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To");

    private final String authservId;

    public MailReader(String authservId) {
        this.authservId = authservId;
    }

    /** A mail that is too large or costs too much is a bad one. */
    public Mail read(byte[] raw) throws BadMail {
        MailLimits.check(raw);
        return MailLimits.BUDGET.spend(() -> parse(raw));
    }

    private Mail parse(byte[] raw) throws BadMail, MessagingException {
        var session = Session.getInstance(new Properties());
        var mail = new MimeMessage(session, new ByteArrayInputStream(raw));
        var from = Addresses.single(fields(mail, "From"));
        var words = Words.of(mail);
        var vouched = from.map(address -> AuthenticationResults.judge(
                        fields(mail, "Authentication-Results"),
                        authservId,
                        Addresses.domainOf(address)))
                .orElse(Vouched.NONE);
        var id = first(mail, "Message-ID");
        return new Mail(
                id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id,
                from,
                recipients(mail),
                references(mail),
                subject(mail),
                vouched,
                Automatic.of(name -> fields(mail, name), from, words.report()),
                words.text(),
                hash(raw, id, recipients(mail)));
    }

    private static List<String> recipients(MimeMessage mail) {
        var found = new ArrayList<String>();
        ENVELOPE.forEach(name -> found.addAll(Addresses.all(fields(mail, name))));
        found.addAll(Addresses.all(fields(mail, "To")));
        found.addAll(Addresses.all(fields(mail, "Cc")));
        return found.stream().distinct().limit(MailLimits.RECIPIENTS).toList();
    }

    /** All message ids this one refers to; some programs join them with commas. */
    private static List<String> references(MimeMessage mail) {
        var ids = new ArrayList<String>();
        for (var field : List.of(first(mail, "References"), first(mail, "In-Reply-To"))) {
            for (var id : field.split("[\\s,]+", 4 * MOST_REFERENCES)) {
                if (id.startsWith("<") && id.length() <= LONGEST_ID && !ids.contains(id)) {
                    ids.add(id);
                }
            }
        }
        return ids.subList(0, Math.min(ids.size(), MOST_REFERENCES));
    }

    private static String subject(MimeMessage mail) {
        var raw = first(mail, "Subject").replaceAll("[\r\n\t]+", " ");
        var some = raw.length() > 4 * LONGEST_SUBJECT ? raw.substring(0, 4 * LONGEST_SUBJECT) : raw;
        String text;
        try {
            text = MimeUtility.decodeText(some);
        } catch (UnsupportedEncodingException unknownCharset) {
            text = some;
        }
        var clean = text.strip();
        return clean.length() > LONGEST_SUBJECT ? clean.substring(0, LONGEST_SUBJECT) : clean;
    }

    private static List<String> fields(MimeMessage mail, String name) {
        try {
            var values = mail.getHeader(name);
            return values == null ? List.of() : Arrays.asList(values);
        } catch (MessagingException unreadable) {
            return List.of();
        }
    }

    private static String first(MimeMessage mail, String name) {
        return Optional.of(fields(mail, name))
                .filter(values -> !values.isEmpty())
                .map(values -> values.getFirst().strip())
                .orElse("");
    }

    /** The same mail twice has the same name, however often and however it is brought. */
    private static String hash(byte[] raw, String id, List<String> recipients) {
        int body = 0;
        while (body + 3 < raw.length && !blankLine(raw, body)) {
            body++;
        }
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update((id + "\n" + String.join(",", recipients) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            sha.update(raw, body, raw.length - body);
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static boolean blankLine(byte[] raw, int at) {
        return raw[at] == '\n'
                && (raw[at + 1] == '\n' || raw[at + 1] == '\r' && raw[at + 2] == '\n');
    }
}
