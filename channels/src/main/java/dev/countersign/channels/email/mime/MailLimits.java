package dev.countersign.channels.email.mime;

import java.time.Duration;

/** How much of a mail is looked at; what is larger is refused before it costs anything. */
public final class MailLimits {
    public static final int RAW_BYTES = 1024 * 1024;
    /** Shorter than the time after which somebody else takes a mail up. */
    static final Budget BUDGET = new Budget(Duration.ofSeconds(2), Duration.ofSeconds(10));

    static final int HEADER_BYTES = 64 * 1024;
    static final int HEADER_FIELDS = 200;
    static final int RECIPIENTS = 100;
    static final int DEPTH = 20;
    static final int PARTS = 200;
    static final int TEXT_BYTES = 256 * 1024;
    /** Boundary lines in the raw bytes: counted before a parser sees them. */
    static final int BOUNDARY_LINES = 2_000;

    private MailLimits() {}

    /** Looks at the raw bytes only, once. */
    static void check(byte[] raw) throws BadMail {
        if (raw.length > RAW_BYTES) {
            throw new BadMail("the mail is larger than " + RAW_BYTES + " bytes");
        }
        int end = headerEnd(raw);
        if (end > HEADER_BYTES) {
            throw new BadMail("the header is larger than " + HEADER_BYTES + " bytes");
        }
        int fields = 0;
        int boundaries = 0;
        for (int i = 0; i < raw.length; i++) {
            boolean lineStart = i == 0 || raw[i - 1] == '\n';
            if (lineStart && i < end && raw[i] != ' ' && raw[i] != '\t') {
                fields++;
            }
            if (lineStart && i > end && i + 1 < raw.length && raw[i] == '-' && raw[i + 1] == '-') {
                boundaries++;
            }
        }
        if (fields > HEADER_FIELDS) {
            throw new BadMail("the header has more than " + HEADER_FIELDS + " fields");
        }
        if (boundaries > BOUNDARY_LINES) {
            throw new BadMail("the mail has too many parts");
        }
    }

    private static int headerEnd(byte[] raw) {
        for (int i = 0; i + 1 < raw.length; i++) {
            if (raw[i] == '\n'
                    && (raw[i + 1] == '\n'
                            || raw[i + 1] == '\r' && i + 2 < raw.length && raw[i + 2] == '\n')) {
                return i;
            }
        }
        return raw.length;
    }
}
