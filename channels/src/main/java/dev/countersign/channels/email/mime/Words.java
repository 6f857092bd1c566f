package dev.countersign.channels.email.mime;

import dev.countersign.channels.email.reply.FlowedText;
import dev.countersign.channels.email.reply.HtmlText;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParseException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/** Finds the words of a mail among its parts, within limits of depth and number. */
final class Words {
    private int parts;
    private Optional<String> plain = Optional.empty();
    private Optional<String> html = Optional.empty();
    private Optional<Mail.Kind> report = Optional.empty();

    static Words of(Part mail) throws BadMail {
        var words = new Words();
        try {
            words.walk(mail, 0);
        } catch (MessagingException | IOException | RuntimeException e) {
            throw new BadMail("the mail cannot be taken apart", e);
        }
        return words;
    }

    String text() {
        var words = plain.orElse("");
        boolean pointsAtHtml = words.isBlank()
                || words.length() < 300 && words.toLowerCase(Locale.ROOT).contains("html");
        return html.isPresent() && pointsAtHtml ? HtmlText.of(html.get()) : words;
    }

    Optional<Mail.Kind> report() {
        return report;
    }

    private void walk(Part part, int depth) throws MessagingException, IOException, BadMail {
        if (depth > MailLimits.DEPTH || ++parts > MailLimits.PARTS) {
            throw new BadMail("the mail has too many parts, or parts in parts");
        }
        var type = type(part);
        if (type.startsWith("multipart/")) {
            if (part.getContent() instanceof Multipart many) {
                several(many, depth);
            }
        } else if (type.equals("message/delivery-status")) {
            report = Optional.of(status(decoded(part)));
        } else if (!Part.ATTACHMENT.equalsIgnoreCase(disposition(part))) {
            words(part, type);
        }
    }

    private void several(Multipart many, int depth)
            throws MessagingException, IOException, BadMail {
        int count = many.getCount();
        if (count > MailLimits.PARTS) {
            throw new BadMail("the mail has " + count + " parts");
        }
        for (int i = 0; i < count; i++) {
            walk(many.getBodyPart(i), depth + 1);
        }
    }

    private void words(Part part, String type) throws MessagingException, IOException {
        if (type.equals("text/html") && html.isEmpty()) {
            html = Optional.of(decoded(part));
        } else if (type.equals("text/plain") && plain.isEmpty()) {
            var text = decoded(part);
            plain = Optional.of(flowed(part) ? FlowedText.join(text, deletes(part)) : text);
        }
    }

    /** What a broken Content-Type means is plain text. */
    private static String type(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
        } catch (ParseException broken) {
            return "text/plain";
        }
    }

    private static String disposition(Part part) {
        try {
            return part.getDisposition();
        } catch (MessagingException broken) {
            return Part.ATTACHMENT;
        }
    }

    private static boolean flowed(Part part) throws MessagingException {
        return "flowed".equalsIgnoreCase(parameter(part, "format"));
    }

    private static boolean deletes(Part part) throws MessagingException {
        return "yes".equalsIgnoreCase(parameter(part, "delsp"));
    }

    private static String parameter(Part part, String name) throws MessagingException {
        try {
            var value = new ContentType(part.getContentType()).getParameter(name);
            return value == null ? "" : value;
        } catch (ParseException broken) {
            return "";
        }
    }

    private static String decoded(Part part) throws MessagingException, IOException {
        byte[] bytes;
        try (var in = part.getInputStream()) {
            bytes = in.readNBytes(MailLimits.TEXT_BYTES);
        }
        return decode(bytes, parameter(part, "charset"));
    }

    /** As labelled, if it is; then as UTF-8; then as what remains in practice. */
    static String decode(byte[] bytes, String label) {
        return strict(bytes, charset(label))
                .or(() -> strict(bytes, Optional.of(StandardCharsets.UTF_8)))
                .orElseGet(() -> new String(bytes, Charset.forName("windows-1252")));
    }

    private static Optional<Charset> charset(String label) {
        try {
            var name = label.strip();
            return name.isEmpty() || name.toLowerCase(Locale.ROOT).startsWith("us-ascii")
                    ? Optional.empty()
                    : Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<String> strict(byte[] bytes, Optional<Charset> charset) {
        try {
            return charset.isEmpty()
                    ? Optional.empty()
                    : Optional.of(charset.get()
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException mislabelled) {
            return Optional.empty();
        }
    }

    private static Mail.Kind status(String text) {
        for (var line : text.split("\r?\n", 200)) {
            var lower = line.toLowerCase(Locale.ROOT).strip();
            if (lower.startsWith("status:") && lower.substring(7).strip().startsWith("5")
                    || lower.startsWith("action:") && lower.contains("failed")) {
                return Mail.Kind.BOUNCE;
            }
        }
        return Mail.Kind.DELIVERY_NOTE;
    }
}
