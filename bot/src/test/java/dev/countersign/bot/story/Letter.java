package dev.countersign.bot.story;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;

import java.io.IOException;
import java.util.Arrays;

/** A mail as somebody finds it. */
public record Letter(
        String to,
        String subject,
        String id,
        String replyTo,
        String references,
        String text,
        String html) {

    public static Letter of(MimeMessage mail) {
        try {
            return new Letter(
                    header(mail, "To"),
                    mail.getSubject(),
                    header(mail, "Message-ID"),
                    header(mail, "Reply-To"),
                    header(mail, "References"),
                    part(mail, 0),
                    part(mail, 1));
        } catch (MessagingException | IOException e) {
            throw new AssertionError("a mail that cannot be read", e);
        }
    }

    /** What people wrote is one part; what the bot writes is plain text and then HTML. */
    private static String part(MimeMessage mail, int at) throws MessagingException, IOException {
        var content = mail.getContent();
        if (content instanceof Multipart parts) {
            content = at < parts.getCount() ? parts.getBodyPart(at).getContent() : "";
        } else if (at > 0) {
            content = "";
        }
        return content.toString().replace("\r\n", "\n");
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        var values = mail.getHeader(name);
        return values == null ? "" : Arrays.asList(values).getFirst();
    }

    public boolean says(String... words) {
        return Arrays.stream(words).allMatch(text::contains);
    }

    /** The path of the link to the review page. */
    public String link() {
        int at = text.indexOf("/a/");
        return text.substring(at).split("\\s", 2)[0];
    }

    /** An answer above the quoted text, without its From. */
    public String answered(String bot, String words) {
        return """
                To: %s
                In-Reply-To: %s
                References: %s %s
                Subject: Re: %s

                %s

                On Sat, Nov 21, 2026 at 10:42 AM Countersign <%s> wrote:
                > %s
                """.formatted(
                        replyTo,
                        id,
                        references.replaceAll("\\s+", " "),
                        id,
                        subject,
                        words,
                        bot,
                        text.replace("\n", "\n> "));
    }
}
