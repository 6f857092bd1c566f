package dev.countersign.channels.email.smtp;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.email.letter.Visible;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says what a failed mail means. The text of the topmost exception misleads, so the reply code is
 * looked for along the whole chain.
 */
final class Failures {
    /** Hosts lock accounts that try a wrong password too often. */
    private static final Duration LOGIN_PAUSE = Duration.ofMinutes(15);

    private static final int LONGEST_CHAIN = 12;

    private Failures() {}

    /** {@code begun} tells whether the mail may have left before this happened. */
    static ChannelFailure of(String channel, MessagingException failure, boolean begun) {
        for (Throwable e = failure; e != null; e = next(e)) {
            if (e instanceof AuthenticationFailedException) {
                return login(channel, failure);
            }
            if (e instanceof MailConnectException) {
                return new ChannelFailure(
                        channel, Remedy.TRY_LATER, "the mail server cannot be reached", failure);
            }
        }
        var code = code(failure);
        if (code.isPresent()) {
            return answered(channel, code.getAsInt(), failure);
        }
        var remedy = begun ? Remedy.UNKNOWN : Remedy.TRY_LATER;
        return new ChannelFailure(
                channel, remedy, "the mail server went away: " + words(failure), failure);
    }

    private static ChannelFailure answered(String channel, int code, MessagingException failure) {
        if (code == 530 || code == 534 || code == 535) {
            return login(channel, failure);
        }
        if (code >= 500) {
            var why = code == 552
                    ? "the mail is too large for the server"
                    : "the mail server refused it for good (" + code + ")";
            return new ChannelFailure(channel, Remedy.GIVE_UP, why + said(failure), failure);
        }
        return new ChannelFailure(
                channel,
                Remedy.TRY_LATER,
                "the mail server refused it for now (" + code + ")" + said(failure),
                failure);
    }

    private static ChannelFailure login(String channel, MessagingException failure) {
        return new ChannelFailure(
                channel,
                Remedy.TRY_LATER,
                Optional.of(LOGIN_PAUSE),
                "the mail server refuses our login; check email.smtp.user, password and tls",
                failure);
    }

    static OptionalInt code(MessagingException failure) {
        int depth = 0;
        for (Throwable e = failure; e != null && depth < LONGEST_CHAIN; e = next(e), depth++) {
            int code =
                    switch (e) {
                        case SMTPAddressFailedException a -> a.getReturnCode();
                        case SMTPSenderFailedException s -> s.getReturnCode();
                        case SMTPSendFailedException s -> s.getReturnCode();
                        default -> -1;
                    };
            if (code >= 400) {
                return OptionalInt.of(code);
            }
        }
        return OptionalInt.empty();
    }

    private static Throwable next(Throwable e) {
        return e instanceof MessagingException m && m.getNextException() != null
                ? m.getNextException()
                : e.getCause();
    }

    private static String said(MessagingException failure) {
        Throwable last = failure;
        for (int depth = 0; depth < LONGEST_CHAIN && next(last) != null; depth++) {
            last = next(last);
        }
        return ": " + words(last);
    }

    private static String words(Throwable e) {
        return Visible.line(String.valueOf(e.getMessage()));
    }
}
