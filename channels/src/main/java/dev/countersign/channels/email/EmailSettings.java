package dev.countersign.channels.email;

import dev.countersign.channels.email.mime.Addresses;
import dev.countersign.channels.email.server.MailServer;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The address that Countersign writes from and reads, and the doors to it. Without a mailbox and
 * without a secret for the hook, mail only goes out and the review page decides.
 */
public record EmailSettings(
        String address,
        String name,
        String authservId,
        String agent,
        Supplier<String> site,
        MailServer smtp,
        Optional<Mailbox> imap,
        Duration keepRaw,
        Secrets secrets) {

    /** A folder on an IMAP server, read by one process at a time. */
    public record Mailbox(MailServer server, String folder) {}

    /** What tickets are made with, and what signs the calls of the hook, if there is one. */
    public record Secrets(byte[] ticketKey, Optional<String> hook) {
        @Override
        public String toString() {
            return "Secrets[...]";
        }
    }

    public EmailSettings {
        var given = address;
        address = Addresses.normal(address)
                .orElseThrow(() -> new IllegalArgumentException("email.address: \"" + given
                        + "\" is no mail address such as bot@example.com"));
        if (keepRaw.isNegative() || keepRaw.isZero()) {
            throw new IllegalArgumentException("email.keepRaw: \"" + keepRaw
                    + "\" is no time; mails are kept for some days, such as 7d");
        }
    }

    /** What links in mails begin with; asked each time, since a port may be given late. */
    String baseUrl() {
        var url = site.get();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    String domain() {
        return Addresses.domainOf(address);
    }

    /** The address that carries a secret, such as bot+r.secret@example.com. */
    String tagged(String tag, String secret) {
        int at = address.lastIndexOf('@');
        return address.substring(0, at) + "+" + tag + "." + secret + address.substring(at);
    }
}
