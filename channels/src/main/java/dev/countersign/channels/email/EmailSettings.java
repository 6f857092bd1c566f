package dev.countersign.channels.email;

import dev.countersign.channels.email.mime.Addresses;
import dev.countersign.channels.email.server.MailServer;

import java.util.Optional;

/**
 * The address that Countersign writes from and reads, and the doors to it. Without a mailbox and
 * without a secret for the hook, mail only goes out and the review page decides.
 */
public record EmailSettings(
        String address,
        String name,
        String authservId,
        String agent,
        String baseUrl,
        MailServer smtp,
        Optional<Mailbox> imap,
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
        if (!baseUrl.startsWith("http://") && !baseUrl.startsWith("https://")) {
            throw new IllegalArgumentException("http.baseUrl: \"" + baseUrl
                    + "\" is no web address; links in mails begin with it");
        }
        baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
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
