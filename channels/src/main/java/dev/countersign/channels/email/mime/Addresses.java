package dev.countersign.channels.email.mime;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Mail addresses in the one form that we store, compare and send to. */
public final class Addresses {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final String LOCAL = "!#$%&'*+-/=?^_`{|}~.";

    private Addresses() {}

    /**
     * Lower case, the domain in A-labels; empty for anything with a local part beyond ASCII, which
     * would be cut to other letters, and so to another person's mailbox, on the way.
     */
    public static Optional<String> normal(String address) {
        var bare = address.strip();
        int at = bare.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL || bare.length() > LONGEST) {
            return Optional.empty();
        }
        var local = bare.substring(0, at);
        boolean plain =
                local.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || in(c));
        if (!plain || local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return Optional.empty();
        }
        return domain(bare.substring(at + 1))
                .map(domain -> local.toLowerCase(Locale.ROOT) + "@" + domain);
    }

    private static boolean in(int c) {
        return LOCAL.indexOf(c) >= 0;
    }

    private static Optional<String> domain(String domain) {
        try {
            var ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return ascii.isEmpty() ? Optional.empty() : Optional.of(ascii);
        } catch (IllegalArgumentException | IndexOutOfBoundsException notADomain) {
            return Optional.empty();
        }
    }

    public static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** All addresses in some header fields; what cannot be read is left out. */
    static List<String> all(List<String> fields) {
        var found = new ArrayList<String>();
        for (var field : fields) {
            try {
                for (var address : InternetAddress.parseHeader(field, false)) {
                    if (found.size() < MailLimits.RECIPIENTS && address.getAddress() != null) {
                        normal(address.getAddress()).ifPresent(found::add);
                    }
                }
            } catch (AddressException unreadable) {
                continue;
            }
        }
        return found;
    }

    /** The one address of the one From field; two of either are nobody. */
    static Optional<String> single(List<String> fields) {
        if (fields.size() != 1) {
            return Optional.empty();
        }
        try {
            var some = InternetAddress.parse(fields.getFirst(), true);
            return some.length == 1 && !some[0].isGroup()
                    ? normal(some[0].getAddress())
                    : Optional.empty();
        } catch (AddressException unreadable) {
            return Optional.empty();
        }
    }
}
