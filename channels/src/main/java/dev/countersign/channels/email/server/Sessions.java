package dev.countersign.channels.email.server;

import dev.countersign.channels.email.server.MailServer.Tls;

import jakarta.mail.Session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Properties;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Mail sessions with every time limit set and every certificate checked. */
public final class Sessions {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private Sessions() {}

    public static Session smtp(MailServer server) {
        var settings = settings(server, "smtp", ANSWER);
        settings.put("mail.smtp.sendpartial", "false");
        settings.put("mail.smtp.quitwait", "false");
        // Without SMTPUTF8 on both sides a letter beyond ASCII becomes another letter.
        settings.put("mail.mime.allowutf8", "false");
        return Session.getInstance(settings);
    }

    /** {@code answer} bounds a dead connection: without it even closing one hangs. */
    public static Session imap(MailServer server, Duration answer) {
        var settings = settings(server, "imap", answer);
        settings.put("mail.imap.peek", "true");
        settings.put("mail.imap.partialfetch", "false");
        settings.put("mail.imap.connectionpoolsize", "1");
        return Session.getInstance(settings);
    }

    private static Properties settings(MailServer server, String protocol, Duration answer) {
        var prefix = "mail." + protocol + ".";
        var settings = new Properties();
        settings.put("mail.transport.protocol", "smtp");
        settings.put("mail.store.protocol", "imap");
        settings.put(prefix + "host", server.host());
        settings.put(prefix + "port", String.valueOf(server.port()));
        settings.put(prefix + "connectiontimeout", String.valueOf(CONNECT.toMillis()));
        settings.put(prefix + "timeout", String.valueOf(answer.toMillis()));
        settings.put(prefix + "writetimeout", String.valueOf(ANSWER.toMillis()));
        settings.put(prefix + "auth", String.valueOf(server.login().isPresent()));
        if (server.login().flatMap(MailServer.Login::tokens).isPresent()) {
            settings.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        settings.put(prefix + "ssl.checkserveridentity", "true");
        settings.put(prefix + "ssl.enable", String.valueOf(server.tls() == Tls.IMPLICIT));
        settings.put(prefix + "starttls.enable", String.valueOf(server.tls() == Tls.STARTTLS));
        settings.put(prefix + "starttls.required", String.valueOf(server.tls() == Tls.STARTTLS));
        server.authority()
                .ifPresent(file -> settings.put(prefix + "ssl.socketFactory", trusting(file)));
        return settings;
    }

    /** Trusts what the file of an own authority holds, and nothing else. */
    private static Object trusting(Path file) {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, one);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "ca: the certificates in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
